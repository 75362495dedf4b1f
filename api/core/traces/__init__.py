"""From one past answer back to everything that made it what it was."""
