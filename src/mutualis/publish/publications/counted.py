"""How long a text is: words of title, lead, headings, paragraphs and lists."""

from mutualis.publish.publications.marks import PLACED
from mutualis.publish.publications.prose import blocks, words


def counted(text: str) -> int:
    """The words of a text: what stands between spaces and has a letter or digit. Pictures and tables are not counted;
    a percent sign or dash alone is no word."""
    kept = "\n\n".join(each for each in blocks(text) if not PLACED.match(each))
    return sum(any(letter.isalnum() for letter in word) for word in words(kept).split())
