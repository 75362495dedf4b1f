"""Whether a candidate may be tried on users: judged against the champion on the same rows."""
