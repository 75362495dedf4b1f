"""The dashboard's files, read as their reader does: what a number in them says."""

import re
from pathlib import Path

from openpyxl import load_workbook
from pypdf import PdfReader

SHEETS = {
    "en": ["Summary", "Trend", "Models", "About"],
    "pt-BR": ["Resumo", "Tendência", "Modelos", "Sobre"],
}
UNITS = {"share": (100.0, " %"), "seconds": (1000.0, " ms"), "money": (1.0, " USD")}
"""How much larger a number is written, and what stands behind it."""
DECIMAL_COMMA = str.maketrans(",.", ".,")


def assert_in_workbook(path: Path, language: str, before: dict, after: dict) -> None:
    """Every headline number is the API's: of a figure that goes on growing, such as the cost of
    the machine, one between what it was before and after."""
    book = load_workbook(path)
    assert book.sheetnames == SHEETS[language]
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert (
        head[2:7]
        == {
            "en": ("Value", "Counted", "Low (95 %)", "High (95 %)", "Before"),
            "pt-BR": ("Valor", "Contados", "Mínimo (95 %)", "Máximo (95 %)", "Antes"),
        }[language]
    )
    assert len(before["kpis"]) == len(after["kpis"]) > 0
    for row, kpi, later in zip(rows, before["kpis"], after["kpis"], strict=False):
        assert row[0] == kpi["title"][language]
        for cell, name in zip(row[2:6], ("value", "n", "low", "high"), strict=True):
            assert_between(cell, kpi["figure"][name], later["figure"][name], 1e-9)
        assert_between(row[6], kpi["previous"]["value"], later["previous"]["value"], 1e-9)


def pdf_text(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def assert_on_paper(text: str, language: str, before: dict, after: dict) -> None:
    """As `assert_in_workbook`, of what stands behind each number's name, to the digits written."""
    for kpi, later in zip(before["kpis"], after["kpis"], strict=True):
        title = kpi["title"][language]
        value = kpi["figure"]["value"]
        scale, mark = UNITS.get(kpi["unit"], (1.0, ""))
        said = re.search(rf"{re.escape(title)} ([−\d.,]*\d){mark}(?=\s)", text)
        if value is None:
            assert said is None, title
            assert title in text
            continue
        assert said is not None, title
        written = said.group(1).replace("−", "-")
        if language == "pt-BR":
            written = written.translate(DECIMAL_COMMA)
        digits = written.partition(".")[2]
        assert_between(
            float(written.replace(",", "")),
            value * scale,
            later["figure"]["value"] * scale,
            0.5 * 10 ** -len(digits) + 1e-9,
        )


def assert_between(
    found: float | None, before: float | None, after: float | None, tolerance: float
) -> None:
    if before is None or after is None:
        assert found == before == after
        return
    low, high = sorted((before, after))
    assert found is not None
    assert low - tolerance <= found <= high + tolerance
