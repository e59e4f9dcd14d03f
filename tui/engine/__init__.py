"""Talking to a container engine, and running the lab's own."""
