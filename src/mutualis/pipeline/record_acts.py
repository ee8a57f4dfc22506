"""What each party does in a linkage with another holder; what they do as in any linkage is `acting`."""

import polars as pl

from mutualis.linkage import steps
from mutualis.linkage.accounts import Account
from mutualis.linkage.holder_file import read_holder_file
from mutualis.linkage.permit import Permit
from mutualis.linkage.records import layout_of
from mutualis.pipeline.acting import STORE, Acts, Registered, the, twelve
from mutualis.pipeline.claims_given import given_of
from mutualis.pipeline.derive import opened
from mutualis.pipeline.linkage import REGISTERED, Linkage


def _records(permit: Permit) -> pl.DataFrame:
    layout = layout_of(permit.authorisation)
    return read_holder_file(permit.node.store / REGISTERED / f"{layout.name}.csv", layout)


def _selected(linkage: Linkage, permit: Permit, _: Registered) -> Account:
    with opened(linkage.space) as (engine, lake, _versions):
        return steps.select_claims_around(permit, engine, given_of(permit, engine, lake), the(permit, "ttp"))


RECORD_ACTS: Acts = twelve(
    {
        (1, "holder"): lambda _, p, __: steps.select_persons(p, _records(p), the(p, "data_manager")),
        (5, "holder"): lambda _, p, __: steps.deliver_records(p, _records(p), the(p, "data_team")),
        (6, "data_team"): lambda _, p, __: steps.prepare_records(p, the(p, "ttp")),
        (8, "ttp"): lambda _, p, __: steps.anchors(p, the(p, "centre")),
        (9, "centre"): _selected,
        (10, "ttp"): lambda _, p, __: steps.link_records(p, the(p, STORE)),
    }
)
