"""The executive dashboard on paper, and by mail every week."""
