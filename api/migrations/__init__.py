"""Schema migrations: dated, a lock timeout first, and old code must run on the new schema."""
