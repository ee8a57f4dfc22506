"""Verbs: staff serve; staff account add, list, disable, enable, reset."""

import datetime as dt
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from mutualis.cli.options import DEFAULT, WorkspacePath, workspace
from mutualis.cli.table import say, say_columns

if TYPE_CHECKING:
    from mutualis.staff import Settings
    from mutualis.staff.store import Account, Store

app = typer.Typer(
    help="The web application behind a login: editing the catalogue, figures of one's own practice or hospital.",
    no_args_is_help=True,
)
account = typer.Typer(help="The accounts of the staff application.", no_args_is_help=True)
app.add_typer(account, name="account")

Name = Annotated[str, typer.Argument(help="The name of the account, as j.peeters.")]


@app.command()
def serve(
    path: WorkspacePath = DEFAULT,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine.")] = 8100,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
) -> None:
    """Serve the staff application of a workspace, at the address that its settings name.

    Examples:
        mutualis staff serve
        mutualis staff serve -w workspace --port 8100
    """
    from mutualis import staff

    settings = _settings(path)
    if settings.address.startswith("http://localhost:"):  # on this machine the port is the address
        settings = settings.model_copy(update={"address": f"http://localhost:{port}"})
    Console().print(f"The staff application is at [bold]{settings.address}/[/] (Ctrl+C stops it).", highlight=False)
    staff.serve(settings, host, port)


@account.command()
def add(
    name: Name,
    role: Annotated[list[str], typer.Option(help="editor, reviewer, practice, hospital or admin; may be repeated.")],
    path: WorkspacePath = DEFAULT,
    practice: Annotated[str, typer.Option(metavar="CODE", help="The practice of the role practice.")] = "",
    hospital: Annotated[str, typer.Option(metavar="CODE", help="The hospital of the role hospital.")] = "",
    provider: Annotated[str, typer.Option(metavar="NAME", help="Another system that signs this person in.")] = "",
    subject: Annotated[str, typer.Option(help="What that system calls this person.")] = "",
) -> None:
    """Make an account and print the link by which its owner chooses a password, once and within seven days.

    Examples:
        mutualis staff account add j.peeters --role editor --role reviewer
        mutualis staff account add dr.dubois --role practice --practice P000123
        mutualis staff account add a.maes --role admin --provider centre --subject 4711
    """
    settings = _settings(path)
    names = {each.name for each in (*settings.provider, *settings.smart)}
    if provider and provider not in names:
        raise typer.BadParameter(f"There is no provider '{provider}'; the settings have {', '.join(names) or 'none'}.")
    more = {"practice": practice, "hospital": hospital, "provider": provider, "subject": subject}
    _invite(settings, name, _management().add(_store(settings), name, set(role), **more))


@account.command("list")
def list_(path: WorkspacePath = DEFAULT) -> None:
    """List the accounts: name, roles, practice or hospital, state, when last used, by whom signed in.

    Example: mutualis staff account list -w workspace
    """
    rows = [_row(each) for each in _store(_settings(path)).accounts()]
    say_columns([("name", "roles", "practice or hospital", "state", "last in (UTC)", "signed in by"), *rows])


@account.command()
def disable(name: Name, path: WorkspacePath = DEFAULT) -> None:
    """Close an account: its owner is out at once. The name stays taken.

    Example: mutualis staff account disable j.peeters
    """
    _management().disable(_store(_settings(path)), name)
    say(f"{name} is closed.")


@account.command()
def enable(name: Name, path: WorkspacePath = DEFAULT) -> None:
    """Open a closed account again.

    Example: mutualis staff account enable j.peeters
    """
    _management().enable(_store(_settings(path)), name)
    say(f"{name} is open.")


@account.command()
def reset(name: Name, path: WorkspacePath = DEFAULT) -> None:
    """Take the password, the passkeys and the sessions of an account away, and print a new invitation.

    Example: mutualis staff account reset j.peeters
    """
    settings = _settings(path)
    _invite(settings, name, _management().reset(_store(settings), name))


def _settings(path: Path) -> "Settings":
    from mutualis.staff import read

    return read(workspace(path).path / "staff")


def _store(settings: "Settings") -> "Store":
    from mutualis.staff.store import Store

    return Store(settings.store)


def _management() -> ModuleType:
    from mutualis.staff import management

    return management


def _invite(settings: "Settings", name: str, code: str) -> None:
    if code:
        say(f"{name} chooses a password at this link, once and within seven days:")
        say(_management().invitation(settings, code))
    else:
        say(f"{name} is signed in by another system.")


def _row(account: "Account") -> tuple[str, ...]:
    codes = ", ".join(filter(None, (account.practice, account.hospital)))
    last = dt.datetime.fromtimestamp(account.last_in, dt.UTC).strftime("%Y-%m-%d %H:%M") if account.last_in else "-"
    roles = ", ".join(sorted(account.roles))
    return account.name, roles, codes or "-", account.status, last, account.provider or "here"
