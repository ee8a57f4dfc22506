"""The committee: keeps the report on the small cell analysis that it is told (deliberation 38)."""

from pathlib import Path

from mutualis.linkage import gate, messages
from mutualis.linkage.permit import Permit
from mutualis.linkage.steps.checker import REPORT
from mutualis.parcel.durable import write_file

FOLDER = "reports"


def keep_report(permit: Permit) -> list[Path]:
    """Write the documents of the reports that wait to `store/reports`, after checking the checker's signature. Those of
    a flow beside the twelve steps have a folder of their own.
    """
    whole, kept = permit.node.store / FOLDER / permit.authorisation.id, []
    for each in messages.receive(permit, REPORT):
        told = dict(each.tables["documents"].select("document_name", "document").rows())
        gate.read(permit.node, told["decision.json"].encode())
        folder = whole / Path(each.about).name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in sorted(told):
            write_file(folder / Path(name).name, told[name].encode(), mode=0o600)
            kept.append(folder / Path(name).name)
    messages.destroy(permit, REPORT)
    return kept
