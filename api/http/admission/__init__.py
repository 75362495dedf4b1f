"""Who is let in before anything is done for them: keys, and how much an hour has room for."""
