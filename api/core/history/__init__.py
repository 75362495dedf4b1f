"""Recorded history loaded into this installation: shown as a replay, removed as a whole."""
