"""What the panes show: pure functions from the model to text."""
