"""The course's images without a hub: recipes, the store they are built into, archives of them, and the lab hub."""
