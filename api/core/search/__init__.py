"""Things by name, from anywhere."""
