"""Pages of a report as they are read: text out of the PDF, structure of the HTML."""

import base64
import io
import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser

import pytest
from pypdf import PdfReader

from api.core.reports.types import LANGUAGES, ReportDocument
from worker.reports import html, pdf
from worker.reports.charts import Line, line
from worker.reports.compose import compose
from worker.reports.page import Chart
from worker.reports.words import ENGLISH, PORTUGUESE
from worker.tests.reports.sample import DOCUMENT, EMPTY

VOID = {"meta", "img"}
DOCUMENTS = {"full": DOCUMENT, "empty": EMPTY}


@cache
def pdf_text(name: str, language: str) -> str:
    document = DOCUMENTS[name]
    reader = PdfReader(io.BytesIO(pdf.render(compose(document, language))))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


class Outline(HTMLParser):
    """Checks that tags close in order, and keeps what a screen reader would go by."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.attributes.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, words: str) -> None:
        if "style" not in self.open:
            self.words.append(words)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.attributes if name == tag]


def outline(document: ReportDocument, language: str = "en") -> Outline:
    return Outline(html.render(compose(document, language)))


FIGURES = [
    ("en", "It predicted 5,811 rows (6,020 in the 7 days before)"),
    ("en", "Brier score: 0.1662 (0.1541 to 0.1783). That is worse than the promised 0.1523."),
    ("en", "The truth is known of 71.5 % of the live rows (4,157 of 5,811)"),
    ("en", "+0.0091 (−0.0052 to +0.0234)"),
    ("en", "Version 3 (a canary) waits for 500 rows with truth at 5%, until 25 Nov 2026, 00:00"),
    ("en", "are not measured yet"),
    ("en", "Written by Farol on 23 Nov 2026, 04:07 (UTC) because: the week is over."),
    ("pt-BR", "Previu 5.811 linhas (6.020 nos 7 dias anteriores)"),
    ("pt-BR", "Escore de Brier: 0,1662 (0,1541 a 0,1783). É pior do que o prometido: 0,1523."),
    ("pt-BR", "Conhece-se a verdade de 71,5 % das linhas ao vivo"),
    ("pt-BR", "16 nov. 2026 a 22 nov. 2026"),
]


@pytest.mark.parametrize(("language", "sentence"), FIGURES)
def test_both_formats_say_the_same(language: str, sentence: str) -> None:
    assert sentence in pdf_text("full", language)
    assert sentence in outline(DOCUMENT, language).text


def test_what_people_wrote_is_text_in_both_formats() -> None:
    """Neither a tag for the browser nor markup for the typesetter."""
    reason = "não piorou na sombra <b>& cia</b> #strong[nada] $x$ *y* _z_"
    assert reason in pdf_text("full", "pt-BR")
    page = outline(DOCUMENT, "pt-BR")
    assert reason in page.text
    assert page.of("b") == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("document", [DOCUMENT, EMPTY], ids=["full", "empty"])
def test_the_html_is_well_formed_and_stands_by_itself(
    document: ReportDocument, language: str
) -> None:
    page = outline(document, language)
    assert page.open == []
    assert page.of("html") == [{"lang": language}]
    ids = Counter(a["id"] for _, a in page.attributes if "id" in a)
    assert set(ids.values()) <= {1}
    assert {section["aria-labelledby"] for section in page.of("section")} == set(ids)
    assert all(image["alt"] for image in page.of("img"))
    assert all(head["scope"] == "col" for head in page.of("th"))
    assert len(page.of("caption")) == len(page.of("table"))
    sources = [a.get("src") or a.get("href") for _, a in page.attributes]
    assert all(source.startswith("data:") for source in sources if source)
    assert page.of("script") == []


def test_headings_come_in_order() -> None:
    levels = [tag for tag, _ in outline(DOCUMENT).attributes if re.fullmatch(r"h\d", tag)]
    assert levels == ["h1", *["h2"] * 7]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_and_says_its_title_and_language(language: str) -> None:
    reader = PdfReader(io.BytesIO(pdf.render(compose(DOCUMENT, language))))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/Lang"] == language
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    title = {"en": "Flight delay: performance", "pt-BR": "Atraso de voo: relatório"}[language]
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith(title)


def test_every_font_of_the_pdf_is_in_it() -> None:
    reader = PdfReader(io.BytesIO(pdf.render(compose(DOCUMENT, "pt-BR"))))
    fonts = [font.get_object() for page in reader.pages
             for font in page["/Resources"]["/Font"].values()]  # fmt: skip
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "/FontFile3" in descriptor or "/FontFile2" in descriptor
        assert "Libertinus" in descriptor["/FontName"]


@pytest.mark.parametrize("render", [html.render, pdf.render])
def test_the_same_figures_give_the_same_bytes(render) -> None:
    assert render(compose(DOCUMENT, "en")) == render(compose(DOCUMENT, "en"))


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ("Nothing was asked of it", "No truth is known", "There were no rows.",
                "Drift was not checked", "Nothing was done to the model",
                "No version is on its way to users.")),
        ("pt-BR", ("Nada lhe foi pedido", "Não se conhece a verdade", "Não houve linhas.",
                   "O desvio não foi verificado", "Nada foi feito com o modelo",
                   "Nenhuma versão está a caminho dos usuários.")),
    ],
)  # fmt: skip
def test_a_model_that_nobody_used_is_told_so(language: str, sentences: tuple[str, ...]) -> None:
    for told in (pdf_text("empty", language), outline(EMPTY, language).text):
        assert [sentence for sentence in sentences if sentence not in told] == []


def test_a_chart_needs_no_font_and_loads_nothing() -> None:
    page = compose(DOCUMENT, "en")
    drawn = [b.svg for section in page.sections for b in section.blocks if isinstance(b, Chart)]
    assert len(drawn) == 2
    for svg in drawn:
        assert "<text" not in svg
        assert not re.search(r'href="(?!#)', svg.split("<defs>", 1)[1])


def test_the_charts_in_the_html_are_those_of_the_page() -> None:
    sources = [str(image["src"]) for image in outline(DOCUMENT).of("img")]
    drawn = [base64.b64decode(source.partition(",")[2]).decode() for source in sources]
    page = compose(DOCUMENT, "en")
    assert drawn == [b.svg for s in page.sections for b in s.blocks if isinstance(b, Chart)]


def test_a_line_without_a_promise_has_no_legend() -> None:
    days = [entry.day for entry in DOCUMENT.quality.days]
    values = [entry.value for entry in DOCUMENT.quality.days]
    assert "legend" in line(Line(days, values, 0.15, "promised", str))
    assert "legend" not in line(Line(days, values, None, "promised", str))


def test_both_languages_say_everything_with_the_same_values() -> None:
    assert set(ENGLISH) == set(PORTUGUESE)
    for key, text in ENGLISH.items():
        assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", PORTUGUESE[key]))
    assert len(ENGLISH["months"].split()) == len(PORTUGUESE["months"].split()) == 12
