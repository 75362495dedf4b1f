"""What the models take of the machine, as it was measured."""
