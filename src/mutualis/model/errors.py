"""The one error that people read: which thing, what is wrong, what there is, what to do."""


class MutualisError(Exception):
    """A mistake that a person can act on. Never carries a row's values or an identifier."""

    def __init__(self, what: str, *, there_is: str = "", do: str = "") -> None:
        self.what, self.there_is, self.do = what, there_is, do
        super().__init__(" ".join(filter(None, (what, _sentence(there_is), _sentence(do)))))


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?")) else f"{text[0].upper()}{text[1:]}."
