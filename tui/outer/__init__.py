"""The terminal the lab itself runs in."""
