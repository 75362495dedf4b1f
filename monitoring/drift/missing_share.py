"""How much more, or less, of a column is missing."""


def missing_difference(
    reference_missing: int, reference_rows: int, missing: int, rows: int
) -> float:
    """Missing share of the window minus that of the reference, −1 to 1; both have rows."""
    return missing / rows - reference_missing / reference_rows
