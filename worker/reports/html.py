"""A page as one HTML file: nothing is loaded, nothing runs, and it prints well."""

from base64 import b64encode
from collections.abc import Iterator
from functools import singledispatch
from html import escape
from pathlib import Path

from worker.reports.page import Chart, Figures, Page, Paragraph, Points, Section, Table

STYLE = Path(__file__).with_name("report.css")


def render(page: Page) -> bytes:
    return "\n".join(_lines(page)).encode()


def _lines(page: Page) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield f'<html lang="{escape(page.language)}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(page.title)}, {escape(page.subtitle)}</title>"
    yield f"<style>{STYLE.read_text(encoding='utf-8')}</style>"
    yield "</head>"
    yield "<body>"
    yield f"<header><h1>{escape(page.title)}</h1><p>{escape(page.subtitle)}</p></header>"
    yield "<main>"
    for number, section in enumerate(page.sections):
        yield from _section(section, f"section-{number}")
    yield "</main>"
    yield f"<footer><p>{escape(page.colophon)}</p></footer>"
    yield "</body>"
    yield "</html>"


def _section(section: Section, name: str) -> Iterator[str]:
    yield f'<section aria-labelledby="{name}"><h2 id="{name}">{escape(section.title)}</h2>'
    for block in section.blocks:
        yield _block(block)
    yield "</section>"


@singledispatch
def _block(block: object) -> str:
    raise TypeError(f"no HTML for a {type(block).__name__}")


@_block.register
def _(block: Paragraph) -> str:
    return f"<p>{escape(block.text)}</p>"


@_block.register
def _(block: Points) -> str:
    return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in block.items)}</ul>"


@_block.register
def _(block: Figures) -> str:
    shown = "".join(
        f"<div><dt>{escape(figure.label)}</dt><dd><strong>{escape(figure.value)}</strong>"
        f"<small>{escape(figure.note)}</small></dd></div>"
        for figure in block.items
    )
    return f"<dl>{shown}</dl>"


@_block.register
def _(block: Chart) -> str:
    # As an image of its own: two drawings in one page would share the names of their parts.
    picture = b64encode(block.svg.encode()).decode()
    return (
        f'<figure><img alt="{escape(block.alt)}" src="data:image/svg+xml;base64,{picture}">'
        f"<figcaption>{escape(block.caption)}</figcaption></figure>"
    )


@_block.register
def _(block: Table) -> str:
    head = "".join(
        f'<th scope="col"{_class(width)}>{escape(name)}</th>'
        for name, width in zip(block.head, block.widths, strict=True)
    )
    rows = "".join(f"<tr>{_cells(row, block.widths)}</tr>" for row in block.rows)
    caption = escape(block.caption)
    # On a small screen a wide table is scrolled, also by keyboard.
    return (
        f'<div class="wide" role="group" tabindex="0" aria-label="{caption}">'
        f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _cells(row: tuple[str, ...], widths: tuple[int, ...]) -> str:
    return "".join(
        f"<td{_class(width)}>{escape(cell)}</td>" for cell, width in zip(row, widths, strict=True)
    )


def _class(width: int) -> str:
    return "" if width else ' class="number"'
