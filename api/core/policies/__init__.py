"""What Farol may do to a model by itself: watched, retrained, tried and taken back, and when."""
