"""Why a row was answered so: one file per kind of input, all by running the model's own graph."""
