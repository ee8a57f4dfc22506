"""The trusted third party: the insurers' answers to a list of the permanent sample become one `sample_relay` parcel.

It waits until every insurer has answered, so that what the centre gets is whole; who was a member of two insurers comes
once. Nothing in the relay tells how it came about, nor who answered what.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mutualis import parcel
from mutualis.coding import handover, keys
from mutualis.coding.sample.answering import ANSWER, FILES, List
from mutualis.coding.sample.passing import TAKEN, check_codes, relayed
from mutualis.coding.sample.sending import PURPOSE
from mutualis.coding.sample.variants import LIST, PASSED_ON, check_passed_on, list_name
from mutualis.node import Node
from mutualis.parcel import ParcelError

CODES = pa.schema([pa.field("code", pa.string())])


def pass_on_answer(node: Node, parcel_path: Path) -> Path | None:
    """Take a `sample_answer` parcel: None while other insurers' answers are awaited (it stays in the inbox), else the
    `sample_relay` parcel in the outbox, made of all.

    A parcel that breaks a rule goes to store/refused with the reason, and the ParcelError is raised; an answer to what
    was passed on before raises a KnownParcel.
    """
    handover.require_role(node, "ttp", "second coder")
    with node.lock("coding"), node.scratch() as folder:
        handover.finish(node)
        opened = _taken(node, parcel_path)
        made = handover.made_from(node, PASSED_ON, _name(opened.manifest))
        answers = {opened.manifest.sender: opened} if made else _answers(node, opened)
        if made is None and len(answers) < len(node.directory.names("insurer")):
            return None
        made = made or _merged(node, answers, folder)
        for each in answers.values():
            handover.put_away(node, each.path)
        return handover.waiting(node, made)


def _name(manifest: parcel.Manifest) -> str:
    """The list that is answered, under the C1 key that it is answered with: answers of two keys are never merged."""
    told = List.of(manifest)
    return f"{list_name(told.period, told.births)} {manifest.key_ids.get(keys.C1, '')}"


def _answers(node: Node, given: parcel.Parcel) -> dict[str, parcel.Parcel]:
    """The answers to the same list that wait, by insurer; of two by one insurer the given one, else the first.

    One that breaks a rule is not counted here; it is refused when its turn comes.
    """
    found = {given.manifest.sender: given}
    for path in node.receive(ANSWER):
        with suppress(ParcelError):
            other = _opened(node, path)
            if _name(other.manifest) == _name(given.manifest):
                found.setdefault(other.manifest.sender, other)
    return dict(sorted(found.items()))


def _taken(node: Node, path: Path) -> parcel.Parcel:
    """An answer, opened and checked, or refused."""
    try:
        return _opened(node, path)
    except ParcelError as error:
        handover.put_away(node, path, str(error))
        raise


def _opened(node: Node, path: Path) -> parcel.Parcel:
    opened = node.open_parcel(path, kind=ANSWER)
    _check(node, opened.manifest)
    return opened


def _check(node: Node, manifest: parcel.Manifest) -> None:
    if {entry.name for entry in manifest.files} != set(FILES.values()):
        raise ParcelError("parcel.missing", f"An answer to the list holds {' and '.join(sorted(FILES.values()))}.")
    taken = [event.subject for event in node.ledger.events(TAKEN)]
    drawing = [node.directory.party(each).key_ids.get(PURPOSE, "") for each in node.directory.names("insurer")]
    told = List.of(manifest)
    if not told.sampling_key or told.sampling_key not in (taken[:1] or drawing):
        raise ParcelError(
            "parcel.sender",
            f"{manifest.sender} answers a list that was drawn with another key.",
            there_is=f"the sample is drawn with {', '.join(taken[:1]) or 'the key of the designated insurer'}",
        )
    keys.check_c1(node, manifest.sender, {keys.C1: manifest.key_ids.get(keys.C1, "")})
    check_passed_on(node, told.period, LIST, told.beside)


def _merged(node: Node, answers: Mapping[str, parcel.Parcel], folder: Path) -> str:
    """Make the relay of all answers; returns its hash."""
    first = next(iter(answers.values()))
    sources = {part: folder / f"{part}-all.parquet" for part in FILES}
    for part, name in FILES.items():
        _write_codes(sources[part], _codes(node, answers.values(), name, folder))
    return relayed(node, sources, first.manifest, folder, made_from=_name(first.manifest), sender="")


def _codes(node: Node, answers: Iterable[parcel.Parcel], name: str, folder: Path) -> Iterable[pa.RecordBatch]:
    for each in answers:
        path = node.decrypt(each, name, folder)
        try:
            check_codes(path, each.entry(name).rows)
            yield from parcel.read_parquet(path, CODES)
        except ParcelError as error:
            handover.put_away(node, each.path, str(error))
            raise
        path.unlink()


def _write_codes(target: Path, batches: Iterable[pa.RecordBatch]) -> None:
    with pq.ParquetWriter(target, CODES) as writer:
        for batch in batches:
            writer.write_batch(batch)
