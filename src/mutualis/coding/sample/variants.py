"""The two ways in which the sample of a year can reach the centre, and that they are not mixed unawares.

`coded`: the insurer that draws sends codes, and nobody else learns anything. `list`: it sends the numbers to all
insurers, as the deliberation had it for the claims (05/033, 2.3, step 3b), and each answers for its own members.
"""

from mutualis.coding import handover
from mutualis.model import MutualisError
from mutualis.node import Node
from mutualis.parcel import ParcelError

CODED, LIST = VARIANTS = "coded", "list"
SENT_AS = {CODED: "sample", LIST: "sample_list"}
PASSED_ON = "sample_relay"


def list_name(period: str, births: str) -> str:
    """What a list is called in the ledgers: every insurer's answer bears that name, and so does what is made of all."""
    return f"list {period} {births}"


def check_sent(node: Node, period: str, variant: str, beside: bool) -> str:
    """What the manifest says of the other variant: that it was sent for this period too, or nothing.

    Refused at the insurer that draws where the other was sent and nobody said that this one shall come beside it.
    """
    (other,) = (each for each in VARIANTS if each != variant)
    if period not in {each.period for each in node.ledger.deliveries(kind=SENT_AS[other])}:
        return ""
    if not beside:
        raise _mixed(period, variant, other)
    return other


def check_passed_on(node: Node, period: str, variant: str, beside: object) -> None:
    """The same at the trusted third party, from what it passed on: the parcel has to say what it comes beside."""
    (other,) = (each for each in VARIANTS if each != variant)
    if other in _passed_on(node, period) and beside != other:
        told = _mixed(period, variant, other)
        raise ParcelError("parcel.manifest", told.what, there_is=told.there_is, do=told.do)


def _passed_on(node: Node, period: str) -> set[str]:
    made = [each.hash for each in node.ledger.deliveries(kind=PASSED_ON) if each.period == period]
    names = [handover.source_of(node, PASSED_ON, each) or "" for each in made]
    return {LIST if name.startswith(list_name(period, "")) else CODED for name in names}


def _mixed(period: str, variant: str, other: str) -> MutualisError:
    return MutualisError(
        f"The sample of {period} came by the variant '{other}'; now it would come by '{variant}' too.",
        there_is="one variant for a reference year, so that it is known who could learn what",
        do="go on with that variant, or say `--beside`: nobody is drawn twice, and both are told in the manifests",
    )
