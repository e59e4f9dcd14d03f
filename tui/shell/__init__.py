"""The learner's shell: a pty, a terminal emulator, keys, and what the shell says of itself."""
