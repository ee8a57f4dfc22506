"""Marks in a text: each number that came from somewhere carries the place of its origin in the trace.

A mark is `<start>12<middle>20,3<end>` with three characters of the private area of Unicode that no text has; a picture
stands in a text as `<picture>3<end>` on a line of its own. They are taken away when a page is made.
"""

import re
from collections.abc import Iterator

START, MIDDLE, END, PICTURE = "\ue000", "\ue001", "\ue002", "\ue003"
MARK = re.compile(f"{START}(\\d+){MIDDLE}([^{END}]*){END}")
PLACED = re.compile(f"^\\s*{PICTURE}(\\d+){END}\\s*$")
PRIVATE = re.compile(f"[{START}{MIDDLE}{END}{PICTURE}]")
# A number as people write it, with marks of thousands and decimals; the digits of a code (J01, C08) are no number.
ADDRESS = re.compile(r"\]\([^)\s]*\)")  # of a link
SPACES = "\u00a0\u202f\u2009"
NUMBER = re.compile(rf"(?<![^\W_])\d+(?:[.,{SPACES}]\d+)*")


def marked(place: int, words: str) -> str:
    """Words with the place of their origin."""
    return f"{START}{place}{MIDDLE}{words}{END}"


def placed(picture: int) -> str:
    """The line where a picture stands."""
    return f"\n\n{PICTURE}{picture}{END}\n\n"


def plain(text: str) -> str:
    """A text without its marks."""
    return PRIVATE.sub("", MARK.sub(r"\2", text))


def unmarked(text: str) -> Iterator[str]:
    """The numbers in a text that carry no mark, as they stand; those in the address of a link are no words."""
    bare = ADDRESS.sub("]", re.sub(f"{PICTURE}\\d+{END}", " ", MARK.sub(" ", text)))
    yield from NUMBER.findall(bare)


def numbers(text: str) -> list[str]:
    """All numbers of a plain text, as they stand."""
    return NUMBER.findall(text)
