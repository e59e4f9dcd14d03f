"""`sealegs doctor`: `look` finds out what the lab needs and changes nothing, `judge` makes lines of it."""
