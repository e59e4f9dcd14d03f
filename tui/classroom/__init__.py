"""A class: learners' labs tell a board how far they are, over MQTT; nobody's lab ever waits for it."""
