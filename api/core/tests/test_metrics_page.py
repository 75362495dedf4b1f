"""docs/metrics.md and the catalogue tell the same, and nothing else."""

import re
from pathlib import Path

from api.core.kpis.catalogue import CATALOGUE

PAGE = Path(__file__).parents[3] / "docs" / "metrics.md"


def sections() -> dict[str, str]:
    parts = re.split(r'<a id="([a-z0-9-]+)"></a>\n', PAGE.read_text(encoding="utf-8"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_kpi_stands_in_the_page_and_nothing_else_does() -> None:
    assert [kpi.slug for kpi in CATALOGUE] == list(sections())


def test_the_page_says_what_the_api_says() -> None:
    for kpi in CATALOGUE:
        told = " ".join(sections()[kpi.slug].split())
        words = kpi.words
        assert f"## {words.title['en']}" in told
        for text in (words.definition, words.formula, words.source, words.adds_up, words.excludes):
            assert " ".join(text["en"].split()) in told
