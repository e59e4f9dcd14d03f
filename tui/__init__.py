"""sealegs: a full-screen terminal lab where people learn containers by using them."""

__version__ = "0.1.0"
