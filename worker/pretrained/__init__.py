"""Models not trained here, prepared as a user would bring them: a graph and its documents."""
