"""The SFTP server of a transfer host: keys and certificates only, no shell, no forwarding, one folder an account."""

from typing import Any

import asyncssh

from mutualis.model import MutualisError
from mutualis.node.sftp.accounts import Accounts
from mutualis.node.sftp.uploads import Uploads, sweep
from mutualis.parcel.durable import write_file

LOGIN_SECONDS, IDLE_SECONDS = 30, 120
OFF: dict[str, Any] = {
    "password_auth": False,
    "kbdint_auth": False,
    "host_based_auth": False,
    "gss_host": None,
    "allow_scp": False,
    "allow_pty": False,
    "agent_forwarding": False,
    "x11_forwarding": False,
}


class Door(asyncssh.SSHServer):  # type: ignore[misc]
    """Lets in who holds a key of the account that it names."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts, self._connection = accounts, None

    def connection_made(self, conn: Any) -> None:
        self._connection = conn

    def begin_auth(self, username: str) -> bool:
        """Read the keys of the account anew: one that was just withdrawn opens nothing."""
        if username in self._accounts.names() and self._connection is not None:
            self._connection.set_authorized_keys(str(self._accounts.keys_file(username)))
        return True

    def public_key_auth_supported(self) -> bool:
        return True


async def serve(accounts: Accounts, host: str = "127.0.0.1", port: int = 0) -> Any:
    """Listen for uploads until the returned acceptor is closed; `port` 0 takes a free one (`get_port()`)."""
    for sender in accounts.names():
        sweep(accounts.folder(sender))

    def session(channel: Any) -> Uploads:
        return Uploads(channel, accounts.account(channel.get_extra_info("username")))

    try:
        return await asyncssh.create_server(
            lambda: Door(accounts),
            host,
            port,
            server_host_keys=[host_key(accounts)],
            sftp_factory=session,
            login_timeout=LOGIN_SECONDS,
            keepalive_interval=IDLE_SECONDS,
            **OFF,
        )
    except OSError as error:
        raise MutualisError(
            f"No uploads can be taken at {host}, port {port}.", there_is=error.strerror or "", do="choose another port"
        ) from error


def host_key(accounts: Accounts) -> Any:
    """The key by which senders know the host; made at the first start."""
    path = accounts.host_key
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_file(path, asyncssh.generate_private_key("ssh-ed25519").export_private_key(), mode=0o600)
    return asyncssh.read_private_key(str(path))


def public_host_key(accounts: Accounts) -> str:
    """The line that senders put among the hosts that they know."""
    return str(host_key(accounts).export_public_key().decode().strip())
