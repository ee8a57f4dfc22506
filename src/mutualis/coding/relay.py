"""The relay parcel: identities under C2, changes of number as codes that stay and codes given up, content unopened."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import polars as pl

from mutualis import parcel
from mutualis.coding import arrival, handover, keys
from mutualis.coding.identities import coded_by_kind, write_batches
from mutualis.coding.kernel import code_distinct
from mutualis.node import Node

CENTRE = "centre"
ALIASES = pl.Schema({"code": pl.String(), "canonical": pl.String()})
IDENTITIES = pl.Schema({"kind": pl.String(), "token": pl.Int32(), "code": pl.String(), "qualification": pl.String()})


def recode(
    batches: Iterable[pl.DataFrame], aliases: Mapping[str, str], subkey: Callable[[str], str]
) -> Iterator[pl.DataFrame]:
    """Identities under C2, a batch at a time: each C1 code, or the canonical code it is an alias of, coded with its
    kind's subkey. Same rows, same tokens, same order.
    """
    known = pl.DataFrame({"code": list(aliases), "canonical": list(aliases.values())}, schema=ALIASES)
    subkey = cache(subkey)
    for batch in batches:
        merged = batch.join(known, on="code", how="left").with_columns(code=pl.coalesce("canonical", "code"))
        yield coded_by_kind(merged.drop("canonical"), subkey)


def retired_codes(
    retired: Mapping[str, str], changes: pl.DataFrame, first: int, subkey: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The C2 codes that persons with a changed number may have had before, as identities under tokens of their own from
    `first` on, and the changes told in these tokens: old is the code given up, new the one that stays.
    """
    codes = pl.Series("code", sorted(set(retired) | set(retired.values())), dtype=pl.String)
    if codes.is_empty():
        return pl.DataFrame(schema=IDENTITIES), changes.clear()
    under_c2 = code_distinct(codes, subkey)
    order = under_c2.arg_sort()
    tokens = pl.int_range(first, first + len(codes), dtype=pl.Int32, eager=True)
    token_of = dict(zip(codes.gather(order), tokens, strict=True))
    facts = {"kind": ["person"] * len(codes), "token": tokens, "code": under_c2.gather(order), "qualification": None}
    pairs = [(token_of[old], token_of[new], changes["change_day"].max()) for old, new in retired.items()]
    told = pl.DataFrame(pairs, schema=changes.schema, orient="row").sort("old_token")
    return pl.DataFrame(facts, schema=IDENTITIES), told


def write_files(
    node: Node, folder: Path, identities: Iterable[pl.DataFrame], changes: pl.DataFrame
) -> dict[str, parcel.Content]:
    """The two files that are written anew, in the clear in a scratch folder, to be encrypted to the centre."""
    centre = (node.directory.party(CENTRE).recipient,)
    people, changed = folder / "relay.parquet", folder / "changes.parquet"
    rows = write_batches(identities, people)
    parcel.write_parquet(changed, parcel.changes_schema(), [changes.to_arrow()])
    return {
        "identities.parquet.age": parcel.Content(people, "identities", rows, centre),
        "mg.parquet.age": parcel.Content(changed, "mg", changes.height, centre),
    }


def build(node: Node, opened: parcel.Parcel, files: Mapping[str, parcel.Content], replaced: str | None) -> Path:
    """The relay of a `coded` parcel in `store/prepared`; `replaced` is the hash of the `coded` parcel it replaces."""
    manifest = opened.manifest
    return parcel.build(
        handover.prepared(node),
        kind="relay",
        sender=node.name,
        recipient=CENTRE,
        period=manifest.period,
        files={**files} | {name: _sealed(opened, name) for name in map(arrival.sealed, arrival.content(manifest))},
        keys=node.keys,
        layout_version=manifest.layout_version,
        declared={**manifest.declared, "mg": parcel.Declared(rows=files["mg.parquet.age"].rows)},
        key_ids={keys.C2: keys.c2_key_id(node)},
        replaces=handover.made_from(node, "relay", replaced) if replaced else None,
        extra={"sender_code": node.ledger.sender_code(manifest.sender)},
    )


def _sealed(opened: parcel.Parcel, name: str) -> parcel.Content:
    entry = opened.entry(name)
    return parcel.Content(opened.file(name), entry.database, entry.rows, raw_size=entry.raw_size)
