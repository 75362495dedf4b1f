"""How the commands speak: tables and sentences for people, JSON for machines."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

console = Console(soft_wrap=True)
errors = Console(stderr=True, soft_wrap=True)

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


def print_json(value: Any) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def print_table(rows: Sequence[Mapping[str, Any]], *, empty: str) -> None:
    """One line a row, its keys as headings; ``empty`` says what to do when there are none."""
    if not rows:
        console.print(empty)
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in rows[0]:
        table.add_column(heading)
    for row in rows:
        table.add_row(*("–" if value is None else str(value) for value in row.values()))
    console.print(table)


def fail(message: str) -> typer.Exit:
    """Say on standard error what is wrong; raise what it returns."""
    errors.print(f"[bold red]farol:[/] {message}", highlight=False)
    return typer.Exit(1)
