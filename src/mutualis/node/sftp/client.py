"""Sending a parcel to a transfer host: its files one by one, the marker last. OpenSSH's server takes it too."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncssh

from mutualis import parcel
from mutualis.model import MutualisError
from mutualis.node.sftp.names import DONE, UploadName

BLOCK_BYTES = 1 << 18
SECONDS = 30


@dataclass(frozen=True)
class Destination:
    """A transfer host: where, as whom, and the line of its public key. Another key there is refused."""

    host: str
    port: int
    user: str
    host_key: str
    folder: str = ""


def send_by_sftp(parcel_path: Path, to: Destination, key: Path, certificate: Path | None = None) -> None:
    """Upload a parcel folder, then the marker that says it is complete. Safe to repeat: it begins anew."""
    names = [UploadName(parcel_path.name, path.name) for path in sorted(parcel_path.iterdir())]
    odd = [each for each in names if UploadName.parse(str(each)) is None or each.is_marker]
    if odd or not names or not all((parcel_path / each.file).is_file() for each in names):
        raise MutualisError(
            f"Folder {parcel_path.name} is no parcel: nothing was sent.", do="send a folder of the outbox"
        )
    parcel.read_envelope(parcel_path)
    try:
        asyncio.run(_send(parcel_path, names, to, key, certificate))
    except (OSError, asyncssh.Error, TimeoutError) as error:
        raise MutualisError(
            f"Parcel {parcel_path.name} was not sent to {to.host}, port {to.port}.",
            there_is=f"{type(error).__name__}: {getattr(error, 'reason', '') or getattr(error, 'strerror', '') or ''}",
            do="the host takes no half parcel; send it again when this is repaired",
        ) from error


async def _send(
    parcel_path: Path, names: list[UploadName], to: Destination, key: Path, certificate: Path | None
) -> None:
    async with (
        asyncssh.connect(
            to.host,
            to.port,
            username=to.user,
            config=None,
            agent_path=None,
            client_keys=[(str(key), str(certificate)) if certificate else str(key)],
            known_hosts=([asyncssh.import_public_key(to.host_key)], [], []),
            login_timeout=SECONDS,
            connect_timeout=SECONDS,
        ) as connection,
        connection.start_sftp_client() as session,
    ):
        prefix = f"{to.folder}/" if to.folder else ""
        for name in names:
            await _upload(session, prefix + str(name), parcel_path / name.file)
        await _upload(session, f"{prefix}{UploadName(parcel_path.name, DONE)}", None)


async def _upload(session: Any, name: str, source: Path | None) -> None:
    """Write one file; the marker has no content."""
    target = await session.open(name, asyncssh.FXF_WRITE | asyncssh.FXF_CREAT | asyncssh.FXF_TRUNC, encoding=None)
    if source is not None:
        with source.open("rb") as file:
            while block := file.read(BLOCK_BYTES):
                await target.write(block)
    await target.close()
