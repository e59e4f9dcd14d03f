"""What `sealegs VERB` does: a module for each verb; `tui.cli` puts them together."""
