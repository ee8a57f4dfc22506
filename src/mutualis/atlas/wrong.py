"""A mistake in an address, told in the language of the reader."""

from mutualis import reference
from mutualis.model import MutualisError


class Wrong(MutualisError):
    """`key` is the text (of `atlas`, when it names no other topic), `values` what is filled in; `part` names a part of
    the address in every language."""

    def __init__(self, key: str, *, status: int = 400, **values: str) -> None:
        self.key, self.status, self.values = key, status, values
        super().__init__(self.words("en"))

    def words(self, language: str) -> str:
        """What is wrong, and what there is."""
        key = self.key if "." in self.key else f"atlas.{self.key}"
        return reference.text(key, language, **self.values)
