"""The third party: codes of an insurer coded forward and matched with flags that it cannot read."""

from pathlib import Path

import polars as pl

from mutualis import parcel
from mutualis.coding import handover, keys
from mutualis.coding.arrival import CODE
from mutualis.coding.flags import asking, sending
from mutualis.coding.flags.parcels import parcel_of
from mutualis.coding.kernel import code_distinct
from mutualis.node import Node
from mutualis.parcel import ParcelError

KIND, FILE = "flags_returned", "flags.parquet.age"


def pass_on_flags(node: Node, flags_parcel: Path, asked: list[Path]) -> list[Path]:
    """Answer each question that waits with the flags that it meets, an answer without a flag too: the parcels in the
    outbox. The flags are put away after that; who asks later asks the centre for them again.

    A parcel that breaks a rule goes to store/refused with the reason, and the ParcelError is raised.
    """
    handover.require_role(node, "ttp", "match of flags")
    with node.lock("coding"), node.scratch() as folder:
        handover.finish(node)
        try:
            opened = node.open_parcel(flags_parcel, kind=sending.KIND)
            flags = _read(node, opened, sending.FILE, folder, {"code": pl.String, "sealed": pl.Binary})
        except ParcelError as error:
            handover.put_away(node, flags_parcel, str(error))
            raise
        sent = [_answer(node, opened, flags, path, folder) for path in asked]
        handover.put_away(node, flags_parcel)
    return sent


def _answer(node: Node, of: parcel.Parcel, flags: pl.DataFrame, path: Path, folder: Path) -> Path:
    try:
        question = node.open_parcel(path, kind=asking.KIND)
        keys.check_c1(node, question.manifest.sender, question.manifest.key_ids)
        codes = _read(node, question, asking.FILE, folder, {"code": pl.String})
    except ParcelError as error:
        handover.put_away(node, path, str(error))
        raise
    forward = codes.with_columns(second=code_distinct(codes["code"], keys.c2_subkey(node, "provider")))
    met = forward.join(flags.rename({"code": "second"}), on="second").select("code", "sealed").sort("code")
    sent = _send(node, of, question, met, folder)
    handover.put_away(node, path)
    return sent


def _send(node: Node, of: parcel.Parcel, question: parcel.Parcel, met: pl.DataFrame, folder: Path) -> Path:
    insurer, told = question.manifest.sender, str(of.manifest.extra.get("authorisation", ""))
    path = parcel_of(
        node,
        met,
        folder,
        kind=KIND,
        file=FILE,
        recipient=insurer,
        period=of.manifest.period,
        key_ids=dict(question.manifest.key_ids),
        authorisation=told,
    )
    sent = handover.send(node, path, made_from=f"{of.hash} {question.hash}", sender=insurer)
    node.log("coding.flags_passed_on", on=of.manifest.period, rows=met.height)
    return sent


def _read(
    node: Node, opened: parcel.Parcel, name: str, folder: Path, schema: dict[str, type[pl.DataType]]
) -> pl.DataFrame:
    """The rows of a file; refused where it has other columns, another number of rows, or codes that are none."""
    path = node.decrypt(opened, name, folder)
    found = pl.read_parquet(path, glob=False)
    path.unlink()
    is_whole = found.schema == schema and found.height == opened.entry(name).rows
    if not is_whole or not found["code"].str.contains(CODE).all() or found["code"].is_duplicated().any():
        raise ParcelError("parcel.manifest", f"The file {name} is not what its parcel declares.")
    return found
