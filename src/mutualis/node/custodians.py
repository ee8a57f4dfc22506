"""Who keeps a key: a holder, a deputy and the criteria by which they were chosen (reliability 3.2, finding F7)."""

from dataclasses import dataclass

from mutualis.model import MutualisError

CRITERIA = "Appointed in writing, bound to secrecy, neither analyst nor developer, never holder of another party's key."


@dataclass(frozen=True)
class Custodians:
    """Holder and deputy of a key, two different people (or two functions), and the criteria for both."""

    holder: str
    deputy: str
    criteria: str = CRITERIA

    def __post_init__(self) -> None:
        named = (self.holder.strip(), self.deputy.strip(), self.criteria.strip())
        if not all(named) or named[0].casefold() == named[1].casefold():
            raise MutualisError(
                "A key needs a holder, a deputy who is somebody else, and the criteria for both.",
                do="name them: no key is made without an entry in the custody register",
            )

    @classmethod
    def by_function(cls, party: str) -> "Custodians":
        """The two functions that keep a party's keys where no people are named yet."""
        return cls(f"security adviser of {party}", f"deputy security adviser of {party}")
