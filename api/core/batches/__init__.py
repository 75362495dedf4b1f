"""Batch predictions: files of rows, scored by jobs."""
