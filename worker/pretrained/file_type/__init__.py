"""What kind of file is this: the Magika network, from the ``magika`` wheel (Apache-2.0)."""
