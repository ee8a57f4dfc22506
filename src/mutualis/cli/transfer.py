"""Verbs: transfer account, collect, send, serve. The SFTP library is loaded by those who use it only."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mutualis.cli.options import DEFAULT, WorkspacePath, workspace
from mutualis.cli.table import say
from mutualis.model import MutualisError
from mutualis.node import transport
from mutualis.pipeline import Workspace

if TYPE_CHECKING:
    from mutualis.node.sftp import Accounts

app = typer.Typer(help="Parcels by SFTP: accounts, the server, sending and picking up.", no_args_is_help=True)

PublicKey = Annotated[Path, typer.Argument(help="A file with the public key, or a line with cert-authority.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="The port; with 0 a free one.")]


@app.command()
def account(
    sender: Annotated[str, typer.Argument(help="The party that may upload, like insurer-100.")],
    key: PublicKey,
    path: WorkspacePath = DEFAULT,
) -> None:
    """Give a sender an upload-only account at the transfer host; another key replaces the one before.

    Example: mutualis transfer account insurer-100 insurer-100.pub -w workspace
    """
    _accounts(workspace(path)).add(sender, _text(key))
    say(f"{sender} may upload with the key in {key.name}.")


@app.command()
def serve(
    path: WorkspacePath = DEFAULT,
    listen: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Port = 2222,
    seconds: Annotated[float, typer.Option(min=0, help="Stop after so long; 0: when interrupted.")] = 0,
    registrations: Annotated[bool, typer.Option(help="Also take self-registrations of hospitals as XML.")] = False,
) -> None:
    """Take uploads until interrupted. Nobody can read, list, delete or rename what was uploaded.

    Example: mutualis transfer serve --listen 0.0.0.0 --port 2222 -w workspace
    """
    try:
        asyncio.run(_serve(_accounts(workspace(path), registrations), listen, port, seconds))
    except KeyboardInterrupt:
        say("Stopped.")


@app.command()
def send(
    parcel: Annotated[Path, typer.Argument(help="The folder of a parcel, as it lies in an outbox.")],
    user: Annotated[str, typer.Option(help="The account: the sender's name.")],
    key: Annotated[Path, typer.Option(help="The sender's private key.")],
    host_key: Annotated[Path, typer.Option(help="A file with the host's public key; another host is refused.")],
    host: Annotated[str, typer.Option(help="The transfer host.")] = "127.0.0.1",
    port: Port = 2222,
    certificate: Annotated[Path | None, typer.Option(help="The certificate of the key, if there is one.")] = None,
) -> None:
    """Upload a parcel to a transfer host, ours or OpenSSH's. The marker goes last: half a parcel is never taken.

    Example: mutualis transfer send coded-2023H1-0123456789ab.parcel --user insurer-100 --key id --host-key host.pub
    """
    from mutualis.node.sftp import Destination, send_by_sftp

    send_by_sftp(parcel, Destination(host, port, user, _text(host_key).strip()), key, certificate)
    say(f"{parcel.name} was sent to {host}, port {port}.")


@app.command()
def collect(path: WorkspacePath = DEFAULT) -> None:
    """Pick up every complete parcel at the transfer host and carry it to its recipient's inbox.

    Example: mutualis transfer collect -w workspace
    """
    from mutualis.node import sftp

    space = workspace(path)
    found = sftp.collect(_accounts(space))
    carried = transport.deliver_all(space.path) if found else []
    for each in carried:
        say(f"{each.name} is in the inbox of {each.recipient}.")
    say(f"{len(found)} parcels were complete.")


async def _serve(accounts: "Accounts", listen: str, port: int, seconds: float) -> None:
    from mutualis.node import sftp

    acceptor = await sftp.serve(accounts, listen, port)
    async with acceptor:
        say(
            f"Taking parcels at {listen}, port {acceptor.get_port()}, of {', '.join(accounts.names()) or 'nobody yet'}."
        )
        say(f"The host's key: {sftp.public_host_key(accounts)}")
        await (asyncio.sleep(seconds) if seconds else acceptor.wait_closed())


def _accounts(space: Workspace, registrations: bool = False) -> "Accounts":
    from mutualis.node.sftp import Accounts

    return Accounts(space.transfer_host(), takes_registrations=registrations)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise MutualisError(f"The file {path.name} cannot be read as a public key.", do="name a .pub file") from error
