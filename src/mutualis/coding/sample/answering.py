"""An insurer's answer to the list of the permanent sample: the codes of its own members who are on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mutualis import parcel
from mutualis.coding import handover, keys
from mutualis.coding.sample.members import Staged, of_members
from mutualis.coding.sample.sending import PURPOSE, TTP, coded_files, write_numbers
from mutualis.coding.sample.variants import list_name
from mutualis.node import Node
from mutualis.parcel import ParcelError
from mutualis.reference.permanent_sample import PARTS

KIND, ANSWER = "sample_list", "sample_answer"
TAKEN = "coding.sample_list_taken"
FILES = {part: f"{part}.parquet.age" for part in PARTS}


@dataclass(frozen=True)
class List:
    """A list of drawn numbers, as manifests tell of it: period, until which births, what it comes beside (or nothing)
    and the id of the key it was drawn with.
    """

    period: str
    births: str
    beside: str
    sampling_key: str

    @classmethod
    def of(cls, manifest: parcel.Manifest) -> "List":
        """The list that a parcel holds or answers."""
        births, beside = (str(manifest.extra.get(name, "")) for name in ("births", "beside"))
        return cls(manifest.period, births, beside, manifest.key_ids.get(PURPOSE, ""))

    def answered(self, node: Node) -> str:
        """The name in the ledger of what was made from it with the C1 key in use."""
        return f"{list_name(self.period, self.births)} {node.keys.key_id(keys.C1)}"


def answer_list(node: Node, parcel_path: Path, staged: Staged) -> Path:
    """Answer a `sample_list` parcel: the codes of who is or was a member here and is on the list, for the third party.

    `staged`: the typed files (by database) of every delivery that this node accepted. A parcel that breaks a rule goes
    to store/refused with the reason, and the ParcelError is raised; a list that was answered before raises KnownParcel.
    """
    handover.require_role(node, "insurer", "answer to the list of the permanent sample")
    with node.lock("coding"), node.scratch() as folder:
        handover.finish(node)
        try:
            opened = node.open_parcel(parcel_path, kind=KIND)
            _check(node, opened.manifest)
            told = List.of(opened.manifest)
            made = handover.made_from(node, ANSWER, told.answered(node))
            if made is None:
                _answer_opened(node, opened, staged, folder, told)
        except ParcelError as error:
            handover.put_away(node, parcel_path, str(error))
            raise
        handover.put_away(node, parcel_path)
        return handover.waiting(node, made or str(handover.made_from(node, ANSWER, told.answered(node))))


def _answer_opened(node: Node, opened: parcel.Parcel, staged: Staged, folder: Path, told: List) -> None:
    numbers = {part: node.decrypt(opened, name, folder) for part, name in FILES.items()}
    answer(node, numbers, {part: opened.entry(name).rows for part, name in FILES.items()}, staged, folder, told)
    if not node.ledger.events(TAKEN):
        node.ledger.record_event(TAKEN, told.sampling_key)


def answer(
    node: Node, numbers: Mapping[str, Path], rows: Mapping[str, int], staged: Staged, folder: Path, told: List
) -> Path:
    """Make the answer to a list's numbers (files and rows by part), in the outbox."""
    found = {part: folder / f"{part}-members.parquet" for part in PARTS}
    write_numbers(found, [of_members(numbers, rows, staged)])
    files = coded_files(node, found, folder)
    key_ids = {keys.C1: node.keys.key_id(keys.C1), PURPOSE: told.sampling_key}
    path = built(node, ANSWER, TTP, files, told, key_ids)
    node.log("coding.answered", on=told.period, rows=sum(each.rows for each in files.values()))
    return handover.send(node, path, made_from=told.answered(node), sender=node.name)


def built(
    node: Node, kind: str, recipient: str, files: Mapping[str, parcel.Content], told: List, key_ids: Mapping[str, str]
) -> Path:
    """A parcel of a kind that tells of a list, prepared."""
    return parcel.build(
        handover.prepared(node),
        kind=kind,
        sender=node.name,
        recipient=recipient,
        period=told.period,
        files=files,
        keys=node.keys,
        declared={content.database: parcel.Declared(content.rows) for content in files.values()},
        key_ids=key_ids,
        extra={"births": told.births, "beside": told.beside},
    )


def _check(node: Node, manifest: parcel.Manifest) -> None:
    """The list of the insurer that draws, drawn with the key that its first list was drawn with."""
    if {entry.name for entry in manifest.files} != set(FILES.values()):
        raise ParcelError("parcel.missing", f"A list of the sample holds {' and '.join(sorted(FILES.values()))}.")
    key = manifest.key_ids.get(PURPOSE, "")
    taken = [event.subject for event in node.ledger.events(TAKEN)]
    right = taken[0] if taken else node.directory.party(manifest.sender).key_ids.get(PURPOSE, "")
    if not key or key != right:
        raise ParcelError(
            "parcel.sender",
            f"{manifest.sender} may not send the list of the sample, or not with this key.",
            there_is=f"it is drawn with {right or 'the key of the designated insurer, which is another one'}",
        )
