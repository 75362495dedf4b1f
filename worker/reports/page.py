"""What a report looks like, whatever it is printed as: HTML and PDF are made of the same page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One number to see at a glance."""

    label: str
    value: str
    note: str


@dataclass(frozen=True)
class Figures:
    items: tuple[Figure, ...]


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Points:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """Cells, as many as the head has."""
    widths: tuple[int, ...]
    """Of each column: 0 for one of numbers, which is as wide as they are; else its share of what
    those leave."""


@dataclass(frozen=True)
class Chart:
    svg: str
    alt: str
    """What there is to see, for whoever does not see it."""
    caption: str


Block = Figures | Paragraph | Points | Table | Chart


@dataclass(frozen=True)
class Section:
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Page:
    language: str
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    colophon: str
