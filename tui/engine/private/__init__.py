"""The lab's own engine: a second dockerd and the lab hub, apart from whatever else runs on the machine."""
