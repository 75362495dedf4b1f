"""Looking at a model: what was served by day, how good it was, and what is to be done."""
