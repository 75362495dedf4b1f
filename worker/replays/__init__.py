"""Recorded history played through the public API in time order, the truth with its delay."""
