"""A page as PDF, typeset by Typst: tagged for screen readers, with fonts that come with it.

What people wrote reaches the template as data and is never read as markup. The same page gives the
same bytes.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import typst

from worker.reports.page import Block, Page

TEMPLATE = Path(__file__).with_name("report.typ")
STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA: it can be read aloud. A chart without its description would be refused."""


def render(page: Page) -> bytes:
    compiler = typst.Compiler(
        TEMPLATE.read_bytes(),
        ignore_system_fonts=True,
        sys_inputs={"page": json.dumps(_plain(page), ensure_ascii=False)},
    )
    made = compiler.compile(format="pdf", pdf_standards=[STANDARD])
    if not isinstance(made, bytes):
        raise TypeError("Typst made no single file")
    return made


def _plain(page: Page) -> dict[str, Any]:
    plain = asdict(page)
    for section, told in zip(plain["sections"], page.sections, strict=True):
        section["blocks"] = [_block(block) for block in told.blocks]
    return plain


def _block(block: Block) -> dict[str, Any]:
    return {"kind": type(block).__name__.lower(), **asdict(block)}
