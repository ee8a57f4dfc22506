"""The error of this room: a parcel that is not taken, with the rule of `reference/intake_rules.csv` that it broke."""

from mutualis.model import MutualisError


class ParcelError(MutualisError):
    """A parcel, or a file in it, that breaks a rule. `rule` is the rule id that the feedback to the sender names."""

    def __init__(self, rule: str, what: str, *, there_is: str = "", do: str = "") -> None:
        self.rule = rule
        super().__init__(what, there_is=there_is, do=do)
