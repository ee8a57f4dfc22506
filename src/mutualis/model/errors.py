"""The one error that people read: which thing, what is wrong, what there is, what to do."""


class MutualisError(Exception):
    """A mistake that a person can act on. Never carries a row's values or an identifier."""

    def __init__(self, what: str, *, there_is: str = "", do: str = "") -> None:
        self.what, self.there_is, self.do = what, there_is, do
        super().__init__(" ".join(filter(None, (what, _sentence(there_is), _sentence(do)))))


class StopsWork(MutualisError):
    """A mistake that is not about one parcel: whatever comes next would meet it too, so a stage ends with it."""


class DiskFull(StopsWork):
    """There is no room to write in, or no quota left."""


class Busy(StopsWork):
    """Another process does this work and only one may."""


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?")) else f"{text[0].upper()}{text[1:]}."
