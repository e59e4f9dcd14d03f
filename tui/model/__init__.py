"""The lab's data: frozen values and pydantic models, no input or output."""
