"""A line to an engine on another machine, through the system's ssh: its keys, its agent, its configuration."""
