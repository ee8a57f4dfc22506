"""What is refused under an authorisation."""

from mutualis.model import MutualisError


class Refused(MutualisError):
    """The authorisation does not allow it."""
