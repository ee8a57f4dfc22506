"""The relay parcel: identities under C2, changes of number as codes that stay and codes given up, content unopened."""

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from mutualis import parcel
from mutualis.coding import arrival, handover, keys
from mutualis.coding.identities import write_identities
from mutualis.coding.kernel import code_distinct
from mutualis.node import Node

CENTRE = "centre"


def recode(identities: pl.DataFrame, aliases: Mapping[str, str], subkey: Callable[[str], str]) -> pl.DataFrame:
    """Identities under C2: each C1 code, or the canonical code it is an alias of, coded once with its kind's subkey.

    Same rows, same tokens; sorted by token.
    """
    codes, canonical = list(aliases), list(aliases.values())
    known = pl.DataFrame({"code": codes, "canonical": canonical}, schema={"code": pl.String, "canonical": pl.String})
    merged = identities.join(known, on="code", how="left").with_columns(code=pl.coalesce("canonical", "code"))
    parts = [
        part.join(_c2(part["code"].unique(), subkey(str(kind))), on="code", how="left")
        for (kind,), part in merged.partition_by("kind", as_dict=True).items()
    ]
    columns = [*identities.columns[:-2], "c2", "qualification"]
    whole = pl.concat(parts) if parts else identities.with_columns(c2=pl.col("code"))
    return whole.select(columns).rename({"c2": "code"}).sort("token")


def _c2(codes: pl.Series, subkey: str) -> pl.DataFrame:
    return pl.DataFrame({"code": codes, "c2": code_distinct(codes, subkey)})


def with_retired(
    recoded: pl.DataFrame, retired: Mapping[str, str], changes: pl.DataFrame, subkey: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add to the identities the C2 codes that persons with a changed number may have had before, under tokens of their
    own, and tell the changes in these tokens: old is the code given up, new the one that stays.
    """
    codes = sorted(set(retired) | set(retired.values()))
    if not codes:
        return recoded, changes.clear()
    tokens = pl.int_range(recoded.height, recoded.height + len(codes), dtype=pl.Int32, eager=True)
    under_c2 = code_distinct(pl.Series("code", codes), subkey)
    order = under_c2.arg_sort()
    token_of = dict(zip(pl.Series(codes).gather(order), tokens, strict=True))
    more = {"kind": ["person"] * len(codes), "token": tokens, "code": under_c2.gather(order)}
    added = pl.DataFrame(more).with_columns(qualification=pl.lit(None, pl.String))
    pairs = [(token_of[old], token_of[new], changes["change_day"].max()) for old, new in retired.items()]
    told = pl.DataFrame(pairs, schema=changes.schema, orient="row").sort("old_token")
    return pl.concat([recoded, added.select(recoded.columns).cast(recoded.schema)]), told


def write_files(node: Node, folder: Path, identities: pl.DataFrame, changes: pl.DataFrame) -> dict[str, parcel.Content]:
    """The two files that are written anew, in the clear in a scratch folder, to be encrypted to the centre."""
    centre = (node.directory.party(CENTRE).recipient,)
    people, changed = folder / "relay.parquet", folder / "changes.parquet"
    rows = write_identities(identities, people)
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
        files={**files} | {name: _sealed(opened, name) for name in arrival.SEALED},
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
