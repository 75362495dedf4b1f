"""Looking at running experiments: read the log, judge, and stop or reallocate."""
