"""How numbers, sizes and plain tables are written for people."""

from collections.abc import Collection, Sequence


def count(number: int) -> str:
    """12345 -> '12,345'."""
    return f"{number:,}"


def size(octets: int) -> str:
    """Bytes as MB or GB."""
    return f"{octets / 1e9:.2f} GB" if octets >= 1e9 else f"{octets / 1e6:.0f} MB"


def columns(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> list[str]:
    """Rows of cells as lines of aligned text, the first one underlined; no cell is cut. `right` are numbers."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.rjust(width) if place in right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return [lines[0], "-" * (sum(widths) + 2 * (len(widths) - 1)), *lines[1:]]
