"""The course's images without a hub: recipes, the store they are built into, kits, and the lab hub."""
