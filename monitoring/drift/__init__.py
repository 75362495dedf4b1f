"""Whether inputs and answers still look as they did in training: pure statistics."""
