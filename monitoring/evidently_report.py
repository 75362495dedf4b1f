"""The detailed report that an engineer opens: Evidently's, on a sample that it can manage.

It explains; it decides nothing. Decisions come from ``monitoring.drift``, over all of the rows. For
the worker only: importing Evidently takes seconds, and it holds whole tables in memory.
"""

import pandas as pd

# Evidently is annotated, but does not say so by a py.typed file.
from evidently import DataDefinition, Dataset, Report  # type: ignore[import-untyped]
from evidently.presets import DataDriftPreset, DataSummaryPreset  # type: ignore[import-untyped]

MAX_ROWS = 10_000
_HARMLESS = str.maketrans("<>", "‹›")


def html_report(
    reference: pd.DataFrame, current: pd.DataFrame, *, max_rows: int = MAX_ROWS, seed: int
) -> str:
    """A self-contained HTML page that compares the columns which both tables have.

    Numbers are compared as numbers, everything else as categories. Of each table at most
    ``max_rows`` rows are looked at, drawn without replacement. Columns without a known value on
    either side are left out: Evidently cannot compare them. Angle brackets in names and texts are
    shown as ‹ and ›: Evidently writes what it is given into its page's scripts, where a stranger's
    ``</script>`` would end them and begin its own. Refuses tables that leave nothing to compare
    with ValueError.
    """
    samples = [_named(_sample(table, max_rows, seed)) for table in (reference, current)]
    columns = comparable_columns(*samples)
    if not columns:
        raise ValueError("the tables have no column in common with values in both")
    definition = _definition(samples[0], columns)
    then, now = (
        Dataset.from_pandas(_plain(sample[columns], definition), data_definition=definition)
        for sample in samples
    )
    snapshot = Report([DataDriftPreset(), DataSummaryPreset()]).run(now, then)
    return str(snapshot.get_html_str(as_iframe=False))


def _sample(table: pd.DataFrame, max_rows: int, seed: int) -> pd.DataFrame:
    return table if len(table) <= max_rows else table.sample(max_rows, random_state=seed)


def _named(table: pd.DataFrame) -> pd.DataFrame:
    return table.rename(columns=lambda name: str(name).translate(_HARMLESS))


def comparable_columns(reference: pd.DataFrame, current: pd.DataFrame) -> list[str]:
    """Those that both have, with a known value in each."""
    return [
        name
        for name in reference.columns
        if name in current.columns and reference[name].notna().any() and current[name].notna().any()
    ]


def _definition(table: pd.DataFrame, columns: list[str]) -> DataDefinition:
    numbers = [name for name in columns if _is_number(table[name])]
    return DataDefinition(
        numerical_columns=numbers,
        categorical_columns=[name for name in columns if name not in numbers],
    )


def _is_number(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column) and column.dtype != bool)


def _plain(table: pd.DataFrame, definition: DataDefinition) -> pd.DataFrame:
    """Categories as texts, and missing where missing: Evidently sorts them."""
    plain = table.copy()
    for name in definition.categorical_columns:
        plain[name] = plain[name].astype(object).where(plain[name].notna(), None).map(_text)
    return plain


def _text(value: object) -> str | None:
    return None if value is None else str(value).translate(_HARMLESS)
