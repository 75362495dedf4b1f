"""The raw data sets, read from their archives into frames; recipes make of them what they need."""
