"""What a visitor did wrong, told in the visitor's language."""

from mutualis import reference
from mutualis.model import MutualisError


class Wrong(MutualisError):
    """`key` is a whole key of a text, as `staff.wrong_form`; `values` are filled in."""

    def __init__(self, key: str, *, status: int = 400, **values: str) -> None:
        self.key, self.status, self.values = key, status, values
        super().__init__(self.words("en"))

    def words(self, language: str) -> str:
        """What is wrong, and what to do."""
        return reference.text(self.key, language, **self.values)


class SignInNeeded(Exception):
    """Nobody is signed in: the visitor is sent to the page where that is done."""
