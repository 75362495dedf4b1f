"""A model's life as one list: what happened, who did it and why."""
