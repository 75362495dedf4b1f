"""Jobs: work that is a row, whose effects happen once however often it is delivered."""
