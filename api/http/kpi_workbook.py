"""What the dashboard shows as an Excel workbook: the API's own answer, cell by cell.

Numbers are numbers, with formats that Excel writes in the reader's own language; what is unknown is
an empty cell with its reason beside it.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from api.core.kpis.words import WORDS
from api.http.kpi_workbook_words import WORDS as WORKBOOK_WORDS
from api.http.kpi_workbook_words import Language, say
from api.http.schemas.kpis import Kpi, KpiBoard, KpiFigure, KpiModelPart, KpiPoint, KpiSpan

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WIDEST_PIXELS = 320
_ABOUT_WIDTHS = (30, 110)
_FORMATS = {"count": "#,##0", "share": "0.00%", "seconds": "0.0000", "measure": "0.0000"}

Cell = str | int | float | date | None
Line = tuple[str, Sequence[Cell]]
"""Unit of its numbers, and its cells."""


def workbook(board: KpiBoard, language: Language) -> bytes:
    """The bytes of an ``.xlsx`` file."""
    # A library that nobody else in the process needs.
    from xlsxwriter import Workbook  # noqa: PLC0415

    made = io.BytesIO()
    book = Workbook(
        made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": say("title", language), "created": _naive(board.as_of)})
    sheets = _Sheets(book, board.currency)
    word: Callable[[str], str] = lambda key: say(key, language)  # noqa: E731 - one language for all
    figures = [word(key) for key in ("value", "n", "low", "high")]
    sheets.add(
        word("summary"),
        [word("number"), word("unit"), *figures, word("before"), word("before_n"), word("target"),
         word("status"), word("reason"), word("counts")],
        [_summary(kpi, language) for kpi in board.kpis],
        note=_replayed(board, language),
    )  # fmt: skip
    sheets.add(
        word("trend"),
        [word("number"), word("period"), word("from"), word("to"), *figures],
        [line for kpi in board.kpis for line in _trend(kpi, language)],
    )
    sheets.add(
        word("models"),
        [word("number"), word("model"), word("version"), word("unit"), *figures, word("before"),
         word("target"), word("status"), word("reason")],
        [line for kpi in board.kpis for line in _models(kpi, language)],
    )  # fmt: skip
    sheets.tell(word("about"), [word("number"), word("meaning")], list(_about(board, language)))
    book.close()
    return made.getvalue()


class _Sheets:
    def __init__(self, book: "Workbook", currency: str) -> None:
        self._book = book
        self._head: Format = book.add_format({"bold": True, "bottom": 1})
        self._note: Format = book.add_format({"bold": True})
        self._wrapped: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self._day: Format = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        money = f'#,##0.00######" {currency}"'
        self._formats: dict[str, Format] = {
            unit: book.add_format({"num_format": pattern})
            for unit, pattern in (_FORMATS | {"money": money}).items()
        }

    def add(self, name: str, head: Sequence[str], lines: Sequence[Line], *, note: str = "") -> None:
        """Columns as wide as what stands in them, to be sorted and filtered."""
        sheet = self._begun(name, head)
        for row, (unit, cells) in enumerate(lines, start=1):
            for column, cell in enumerate(cells):
                self._write(sheet, row, column, cell, unit)
        sheet.autofilter(0, 0, len(lines), len(head) - 1)
        sheet.autofit(_WIDEST_PIXELS)
        if note:
            sheet.write_string(len(lines) + 2, 0, note, self._note)

    def tell(self, name: str, head: Sequence[str], lines: Iterable[tuple[str, str]]) -> None:
        """Words, to be read."""
        sheet = self._begun(name, head)
        for column, width in enumerate(_ABOUT_WIDTHS):
            sheet.set_column(column, column, width)
        for row, cells in enumerate(lines, start=1):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell, self._wrapped)

    def _begun(self, name: str, head: Sequence[str]) -> "Worksheet":
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for column, text in enumerate(head):
            sheet.write_string(0, column, text, self._head)
        return sheet

    def _write(self, sheet: "Worksheet", row: int, column: int, cell: Cell, unit: str) -> None:
        if isinstance(cell, str):
            sheet.write_string(row, column, cell)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), self._day)  # noqa: DTZ001 - a cell has no zone
        elif isinstance(cell, float):
            sheet.write_number(row, column, cell, self._formats.get(unit))
        elif isinstance(cell, int):
            sheet.write_number(row, column, cell, self._formats["count"])


def _summary(kpi: Kpi, language: Language) -> Line:
    unit = say(f"unit_{kpi.unit}", language)
    cells = [
        kpi.title[language], unit, *_cells(kpi.figure), kpi.previous.value, kpi.previous.n,
        kpi.target, say(f"level_{kpi.status.level}", language), _reason(kpi.figure, language),
        say(f"counts_{kpi.counts}", language),
    ]  # fmt: skip
    return kpi.unit, cells


def _trend(kpi: Kpi, language: Language) -> Iterable[Line]:
    for name, points in (("now", kpi.series), ("before", kpi.previous_series)):
        for point in points:
            yield kpi.unit, [kpi.title[language], say(name, language), *_span(point)]


def _span(point: KpiPoint) -> list[Cell]:
    return [point.at, point.end, *_cells(point)]


def _models(kpi: Kpi, language: Language) -> Iterable[Line]:
    for part in kpi.models:
        unit = "measure" if kpi.slug == "quality" else kpi.unit
        named = _unit_of(kpi, part, language)
        head: list[Cell] = [kpi.title[language], part.title.get(language, part.title["en"])]
        yield unit, [
            *head, say("all_versions", language), named, *_cells(part.figure), part.previous.value,
            part.target, say(f"level_{part.status.level}", language),
            _reason(part.figure, language),
        ]  # fmt: skip
        for version in part.versions:
            yield unit, [
                *head, str(version.version), named, *_cells(version.figure),
                version.previous.value, None, None, _reason(version.figure, language),
            ]  # fmt: skip


def _unit_of(kpi: Kpi, part: KpiModelPart, language: Language) -> str:
    if kpi.slug == "quality" and part.measure is not None:
        title = part.measure.title
        return title.get(language, title["en"])
    return say(f"unit_{kpi.unit}", language)


def _about(board: KpiBoard, language: Language) -> Iterable[tuple[str, str]]:
    yield say("period", language), _days(board.period)
    yield say("before", language), _days(board.previous)
    yield say("as_of", language), f"{board.as_of:%Y-%m-%d %H:%M} UTC"
    yield say("model", language), board.model or say("all_models", language)
    yield say("currency", language), board.currency
    named = WORKBOOK_WORDS[language]
    sources = (f"{named.get(f'source_{of.source}', of.source)}: {of.rows}" for of in board.sources)
    yield say("sources", language), ", ".join(sources)
    if note := _replayed(board, language):
        yield say("replay", language), note
    for kpi in board.kpis:
        words = WORDS[kpi.slug]
        told = (words.definition, words.formula, words.source, words.adds_up, words.excludes)
        yield kpi.title[language], " ".join(text[language] for text in told)


def _days(span: KpiSpan) -> str:
    """The first and the last one."""
    return f"{span.start} – {span.end - timedelta(days=1)}"


def _replayed(board: KpiBoard, language: Language) -> str:
    """Says so where it is a history that was played again; empty where it is not."""
    rows = {of.source: of.rows for of in board.sources}
    if not rows.get("replay"):
        return ""
    return say("replayed", language).format(share=f"{rows['replay'] / sum(rows.values()):.0%}")


def _cells(figure: KpiFigure) -> list[Cell]:
    return [figure.value, figure.n, figure.low, figure.high]


def _reason(figure: KpiFigure, language: Language) -> str:
    return "" if figure.reason is None else say(f"unknown_{figure.reason}", language)


def _naive(moment: datetime) -> Any:
    """Excel's properties have no zone; this is UTC."""
    return moment.replace(tzinfo=None)
