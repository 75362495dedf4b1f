"""Predictions as they were served, and the figures that add up from them."""
