"""A transfer host that listens in a thread, and OpenSSH's own server beside it."""

import asyncio
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import asyncssh

from mutualis import parcel
from mutualis.node import Node
from mutualis.node.sftp import Accounts, Destination, public_host_key, serve
from mutualis.parcel import Content, Declared

SFTP_SERVER = Path("/usr/lib/openssh/sftp-server")
SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
UPLOAD_ONLY = "open,write,close,realpath"  # the requests that OpenSSH's server takes
CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host-key
AuthorizedKeysFile {folder}/authorized
PidFile none
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
Subsystem sftp {server} -d {uploads} -u 077 -p {requests}
"""


def key_pair(path: Path) -> str:
    """A new key in a file; returns the line of its public half."""
    made = asyncssh.generate_private_key("ssh-ed25519")
    made.write_private_key(str(path))
    path.chmod(0o600)
    return str(made.export_public_key().decode().strip())


class Host:
    """The embedded server, in a thread of its own until it is stopped."""

    def __init__(self, accounts: Accounts) -> None:
        self.loop, self.accounts = asyncio.new_event_loop(), accounts
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.acceptor = self._run(serve(accounts))
        self.port = self.acceptor.get_port()

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(20)

    def at(self, user: str) -> Destination:
        return Destination("127.0.0.1", self.port, user, public_host_key(self.accounts))

    def stop(self) -> None:
        async def end() -> None:
            self.acceptor.close()
            await self.acceptor.wait_closed()
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        self._run(end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(20)
        self.loop.close()


class OpenSsh:
    """sshd as a plain process on a high port, its sftp-server writing into one account's folder."""

    def __init__(self, folder: Path, uploads: Path, public_key: str) -> None:
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        self.line = key_pair(folder / "host-key")
        (folder / "authorized").write_text(f"restrict {public_key}\n")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        facts = {"port": self.port, "folder": folder, "uploads": uploads, "server": SFTP_SERVER}
        (folder / "config").write_text(CONFIG.format(requests=UPLOAD_ONLY, **facts))
        self.log = (folder / "sshd.log").open("wb")
        command = [str(SSHD), "-D", "-e", "-f", str(folder / "config")]
        self.process = subprocess.Popen(command, stderr=self.log)
        self._wait()

    def _wait(self) -> None:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("sshd does not listen")

    def at(self, user: str) -> Destination:
        return Destination("127.0.0.1", self.port, user, self.line)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        self.log.close()


def made_parcel(sender: Node, recipient: Node, octets: int = 1_000) -> Path:
    """A parcel of one file in the outbox of its sender."""
    with sender.scratch() as folder:
        (folder / "gz.parquet").write_bytes(b"\0" * octets)
        content = Content(folder / "gz.parquet", "gz", 1, (recipient.keys.recipient,))
        return parcel.build(
            sender.outbox,
            kind="coded",
            sender=sender.name,
            recipient=recipient.name,
            period="2023H1",
            files={"gz.parquet.age": content},
            keys=sender.keys,
            declared={"gz": Declared(1)},
        )


def session(
    host: Host, key: Path, act: Callable[[Any], Awaitable[Any]], user: str = "insurer-100", abort: bool = False
) -> Any:
    """Do something in an SFTP session of an account; `abort` drops the connection instead of ending it."""

    async def run() -> Any:
        known = ([asyncssh.import_public_key(host.at(user).host_key)], [], [])
        options = {
            "username": user,
            "client_keys": [str(key)],
            "known_hosts": known,
            "agent_path": None,
            "config": None,
        }
        reach = asyncssh.connect("127.0.0.1", host.port, **options)
        async with reach as connection, connection.start_sftp_client() as client:
            found = await act(client)
            if abort:
                connection.abort()
            return found

    return asyncio.run(run())


async def done_of(tried: dict[str, Callable[[], Awaitable[Any]]]) -> list[str]:
    """Which of the requests the server did."""
    done = []
    for what, request in tried.items():
        try:
            await request()
            done.append(what)
        except asyncssh.SFTPError:
            pass
    return done
