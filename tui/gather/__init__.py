"""Facts that checks want, read from the engine, files and registries."""
