"""What of all the models needs somebody, and which of it first."""
