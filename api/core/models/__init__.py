"""Models and their registered versions."""
