"""Deciding whether tasks are done: pure functions from what the lab has seen to verdicts."""
