"""What each party does with an extract of the permanent sample (05/033); what they do as in any linkage is `acting`."""

from mutualis import tables
from mutualis.linkage import steps
from mutualis.linkage.accounts import Account
from mutualis.linkage.permit import Permit
from mutualis.pipeline.acting import CHECKER, RESEARCHER, STORE, Acts, Registered, at_store, decided, in_zone, the
from mutualis.pipeline.derive import net_tables, opened
from mutualis.pipeline.linkage import Linkage

PHYSICIAN = "supervising_physician"


def _extracted(linkage: Linkage, permit: Permit, _: Registered) -> Account:
    with opened(linkage.space) as (engine, lake, _versions):
        given = net_tables(engine)
        made = [name for name in steps.OF_EXTRACT if lake.version(name) is not None]
        for name in made:
            engine.use(name, lake.files(name))
        derived = {name: tables.find(name).expr for name in made}
        return steps.extract(permit, engine, {**given, **derived}, the(permit, "ttp"))


EXTRACT_ACTS: Acts = {
    (1, "centre"): _extracted,
    (2, "ttp"): lambda _, p, __: steps.list_hospitals(p, the(p, PHYSICIAN)),
    (3, PHYSICIAN): lambda _, p, __: steps.convert(p, the(p, "ttp")),
    (4, "ttp"): lambda _, p, __: steps.recode(p, the(p, STORE)),
    (5, STORE): at_store,
    (5, CHECKER): decided,
    (6, RESEARCHER): in_zone,
}
