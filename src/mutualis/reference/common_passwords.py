"""Words of which common passwords are made."""

import re
from functools import cache

from mutualis.reference.files import ROOT, read_rows


def is_common_password(letters: str) -> bool:
    """Whether a password, in small letters and digits, is made of common words and digits only."""
    return _made_of_words().fullmatch(letters) is not None


@cache
def _made_of_words() -> re.Pattern[str]:
    words = sorted((row["word"] for row in read_rows(ROOT / "common_passwords.csv")[1]), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(words)}|\d)+")
