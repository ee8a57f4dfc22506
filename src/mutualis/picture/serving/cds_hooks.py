"""CDS Hooks 2.0: a service that shows a card with a link to a dashboard, and reads nothing of a patient.

A record software posts the patient that is open; the body is never read, so nothing of it is kept, told or logged.
Source: CDS Hooks 2.0 (HL7): discovery, cards (summary under 140 characters), links absolute or smart.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from mutualis import reference

SERVICE, HOOK = "population-dashboard", "patient-view"
LONGEST = 140
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
}
NAMES = uuid.UUID("6f0c6f0e-3b0e-5a52-8d63-0d3c5f6c1f10")


@dataclass(frozen=True)
class Link:
    """Where a card leads: `kind` is absolute, or smart for a launch."""

    url: str
    kind: str


def discovery(language: str) -> dict[str, Any]:
    """The services that there are."""
    return {
        "services": [
            {
                "id": SERVICE,
                "hook": HOOK,
                "title": reference.text("dashboard.cds_title", language),
                "description": reference.text("dashboard.cds_description", language),
                "usageRequirements": "None. The request is not read: no patient, user or prefetch is needed.",
            }
        ]
    }


def cards(summary: str, source: str, links: list[Link], language: str) -> dict[str, Any]:
    """One card; the same one has the same id, so that a record software can show it once."""
    label = reference.text("dashboard.card_open", language)
    card: dict[str, Any] = {
        "uuid": str(uuid.uuid5(NAMES, f"{summary}|{source}")),
        "summary": summary[: LONGEST - 1],
        "indicator": "info",
        "detail": reference.text("dashboard.card_detail", language),
        "source": {"label": reference.text("dashboard.source_label", language), "url": source},
        "links": [{"label": label, "url": each.url, "type": each.kind} for each in links],
    }
    return {"cards": [card]}
