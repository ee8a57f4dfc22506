"""A mistake in a question of SDMX-REST, with the code that its guidelines give it (SDMX 2.1, section 7, part 3)."""

from xml.sax.saxutils import escape

from mutualis.model import MutualisError

NO_RESULTS, SYNTAX, NOT_IMPLEMENTED, NOT_ACCEPTED = 100, 140, 501, 406
STATUS = {NO_RESULTS: 404, SYNTAX: 400, NOT_IMPLEMENTED: 501, NOT_ACCEPTED: 406}
MESSAGE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
COMMON = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"


class Refused(MutualisError):
    """`code` is that of SDMX."""

    def __init__(self, code: int, what: str, *, there_is: str = "") -> None:
        self.code = code
        super().__init__(what, there_is=there_is)

    @property
    def status(self) -> int:
        return STATUS[self.code]


def as_xml(problem: Refused) -> bytes:
    """The error message of SDMX-ML."""
    said = f'<mes:ErrorMessage code="{problem.code}"><com:Text xml:lang="en">{escape(str(problem))}</com:Text>'
    spaces = f'xmlns:mes="{MESSAGE}" xmlns:com="{COMMON}"'
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{head}<mes:Error {spaces}>{said}</mes:ErrorMessage></mes:Error>".encode()
