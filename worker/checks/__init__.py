"""Looking at a model: its days are measured, judged, and a repair is asked for where one is due."""
