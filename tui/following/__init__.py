"""An instructor's lab tells where it is, through a socket in the user's own folder; followers read along."""
