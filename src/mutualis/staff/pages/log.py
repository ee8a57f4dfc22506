"""The log, for administrators: who signed in, and what was done with accounts and keys."""

from fastapi import FastAPI, Request, Response

from mutualis.ledger.audit import Event
from mutualis.staff.desk import Desk
from mutualis.staff.management import COMMAND_LINE
from mutualis.staff.session import Admin

SHOWN = 200
KNOWN = frozenset(
    {
        "signed_in",
        "signed_out",
        "refused",
        "chose_password",
        "changed_password",
        "added_passkey",
        "removed_passkey",
        "ended_sessions",
        "added_account",
        "disabled_account",
        "enabled_account",
        "reset_account",
        "noted_action",
    }
)


def routes(app: FastAPI, desk: Desk) -> None:
    @app.get("/log")
    def log(request: Request, person: Admin) -> Response:
        events = desk.store.last_events(SHOWN)
        return desk.page(request, "log.html", rows=[_row(each) for each in events], command_line=COMMAND_LINE)


def _row(event: Event) -> tuple[str, str, str, str, str]:
    """Moment, key of what was done, the account, how, and by whom."""
    what = event.what.removeprefix("staff.")
    told = event.counts
    moment = f"{event.moment[:10]} {event.moment[11:16]}"
    return moment, f"log_{what if what in KNOWN else 'other'}", event.subject, str(told.get("how", "")), str(told["by"])
