"""Kits: everything the lab needs in one file, for machines without a network. A kit unpacks itself: `sh FILE`."""
