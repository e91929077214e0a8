"""A document as text: for a terminal of any width, or for a plain file."""

from __future__ import annotations

from io import StringIO

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from jieting.documents.printed import Printed, PrintedSection, Row

PLAIN_WIDTH = 110
"""Columns of a plain file; a Chinese character takes two."""


def to_text(printed: Printed, width: int = PLAIN_WIDTH) -> str:
    """The document as plain lines, without colours and without blanks at their ends."""
    file = StringIO()
    console = Console(file=file, width=width, color_system=None, force_terminal=False)
    show(printed, console)
    lines = [line.rstrip() for line in file.getvalue().splitlines()]
    return "\n".join(lines).rstrip("\n") + "\n"


def show(printed: Printed, console: Console) -> None:
    """Write the document's brief sections to a console, as wide as it is."""
    console.print(Text(f"{printed.title}  {printed.subtitle}", style="bold"))
    if printed.stamp:
        console.print(Text(printed.stamp, style="bold red"))
    console.print(_meta(printed))
    for sentence in printed.result:
        console.print(Text(sentence, style="bold"))
    for section in printed.sections:
        if section.brief:
            _section(section, console)


def _meta(printed: Printed) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    for label, value in printed.meta:
        table.add_row(Text(label, style="dim"), Text(value))
    return table


def _section(section: PrintedSection, console: Console) -> None:
    console.print()
    console.print(Text(section.title, style="bold"))
    console.print(_table(section))
    for note in section.notes:
        console.print(Padding(Text(note, style="dim"), (0, 1)))


def _table(section: PrintedSection) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for number, column in enumerate(section.columns):
        numeric = any(row[number].number is not None for row in section.rows)
        table.add_column(
            Text(column.title), justify="right" if numeric else "left", overflow="fold", ratio=None
        )
    for row in section.rows:
        table.add_row(*_cells(row))
    if section.total is not None:
        table.add_section()
        table.add_row(*_cells(section.total), style="bold")
    return table


def _cells(row: Row) -> list[Text]:
    """Cells as text that is never read as markup."""
    return [Text(cell.text) for cell in row]
