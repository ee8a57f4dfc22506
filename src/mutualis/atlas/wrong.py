"""A mistake in an address, told in the language of the reader."""

from mutualis import reference
from mutualis.model import MutualisError


class Wrong(MutualisError):
    """`key` is the text, of `atlas.` where it names no topic; `values` what is filled in; `part` names a part of the
    address in every language."""

    def __init__(self, key: str, *, status: int = 400, **values: str) -> None:
        self.key = key if "." in key else f"atlas.{key}"
        self.status, self.values = status, values
        super().__init__(self.words("en"))

    def words(self, language: str) -> str:
        """What is wrong, and what there is."""
        return reference.text(self.key, language, **self.values)
