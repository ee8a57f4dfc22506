"""The historical way of the sample: the list of drawn numbers to every other insurer, each of which answers.

It tells every insurer who is followed, its own members and everybody else's: `sending` is the way that does not. Both
give the same persons, as far as they are or were a member anywhere. A year's list is whole, not what is new of it: who
became a member since may have a number that was on the list before. Source: deliberation 05/033, 2.3, steps 3b and 4.
"""

from collections.abc import Mapping
from pathlib import Path

import pyarrow.parquet as pq

from mutualis import parcel
from mutualis.coding import handover
from mutualis.coding.handover import KnownParcel
from mutualis.coding.sample.answering import ANSWER, FILES, KIND, List, answer, built
from mutualis.coding.sample.draw import Draw
from mutualis.coding.sample.members import Staged
from mutualis.coding.sample.sending import PURPOSE, Births, drawn_numbers, last_birth, subkey, write_numbers
from mutualis.coding.sample.theoretical import FIRST_YEAR
from mutualis.coding.sample.variants import LIST, check_sent
from mutualis.node import Node
from mutualis.reference.permanent_sample import EXTRA_AGE, PARTS


def send_list(
    node: Node, year: int, staged: Staged, *, last_birth_year: int | None = None, beside: bool = False
) -> list[Path]:
    """Draw the whole sample of a reference year: a parcel with the list for every other insurer, and the own answer.

    `staged`: the typed files (by database) of every delivery that this node accepted. Returns the parcels in the
    outbox, the answer last. Raises KnownParcel where this list was sent before, and an error where the sample of the
    year was sent as codes already, unless this shall come `beside` them.
    """
    handover.require_role(node, "insurer", "draw of the permanent sample")
    draw, births = Draw(subkey(node)), _births(year, last_birth(year, last_birth_year))
    with node.lock("coding"), node.scratch() as folder:
        handover.finish(node)
        period = f"{year}H2"
        told = List(period, _named(births), check_sent(node, period, LIST, beside), node.keys.key_id(PURPOSE))
        if handover.made_from(node, ANSWER, told.answered(node)):
            raise KnownParcel(f"The list of {year} was sent before; nothing is new.")
        numbers = {part: folder / f"{part}-list.parquet" for part in PARTS}
        write_numbers(numbers, drawn_numbers(draw, births))
        rows = {part: int(pq.read_metadata(path).num_rows) for part, path in numbers.items()}
        sent = [_send_to(node, each, numbers, rows, told) for each in _others(node, told)]
        own = answer(node, numbers, rows, staged, folder, told)
    node.log("coding.listed", on=period, parcels=len(sent), rows=sum(rows.values()))
    return [*sent, own]


def _births(year: int, last: int) -> Births:
    return Births(range(FIRST_YEAR, last + 1), range(FIRST_YEAR, year - EXTRA_AGE + 1))


def _named(births: Births) -> str:
    """Until which births the list goes, by part, as the manifests say it."""
    return f"{births.base.stop - 1} {births.extra.stop - 1}"


def _others(node: Node, told: List) -> list[str]:
    """The other insurers, but for those that got this list before the work was cut off."""
    names = [each for each in node.directory.names("insurer") if each != node.name]
    return [each for each in names if handover.made_from(node, KIND, _sent_to(node, each, told)) is None]


def _sent_to(node: Node, insurer: str, told: List) -> str:
    return f"{told.answered(node)} {insurer}"


def _send_to(node: Node, insurer: str, numbers: Mapping[str, Path], rows: Mapping[str, int], told: List) -> Path:
    reader = (node.directory.party(insurer).recipient,)
    files = {FILES[part]: parcel.Content(path, part, rows[part], reader) for part, path in numbers.items()}
    path = built(node, KIND, insurer, files, told, {PURPOSE: told.sampling_key})
    return handover.send(node, path, made_from=_sent_to(node, insurer, told), sender=node.name)
