"""What a session may do: write new files of the right names into its own folder, and nothing else.

A file has another name until it is closed, and appears whole; one whose connection ended before is dropped. Every
other request of the protocol is refused, and looking at a path tells nothing about what is there.
"""

import os
import posixpath
import secrets
from pathlib import Path
from typing import Any, NoReturn

import asyncssh

from mutualis.node.sftp.accounts import Account
from mutualis.node.sftp.names import UploadName
from mutualis.parcel.durable import UNFINISHED_PREFIX, sync
from mutualis.parcel.registration_name import RegistrationName

OPEN_FILES = 32
WRITE, APPEND = asyncssh.FXF_WRITE, asyncssh.FXF_APPEND
DENIED = (
    *("open56", "read", "lsetstat", "setstat", "fstat", "fstatvfs", "statvfs", "scandir", "remove", "mkdir", "rmdir"),
    *("rename", "posix_rename", "readlink", "symlink", "link", "lock", "unlock"),
)


class Upload:
    """A file that is being written under another name."""

    def __init__(self, account: Account, name: UploadName | RegistrationName) -> None:
        self._account, self._name, self._size, self.is_whole = account, name, 0, True
        self._path = account.folder / f"{UNFINISHED_PREFIX}{secrets.token_hex(6)}"
        self._handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)

    def write(self, offset: int, content: bytes) -> int:
        """Write a block. A file that once had no room for one is not whole any more, whatever comes later."""
        try:
            self._take(offset + len(content))
            return os.pwrite(self._handle, content, offset)
        except (OSError, asyncssh.SFTPError):
            self.is_whole = False
            raise

    def _take(self, end: int) -> None:
        growth = max(0, end - self._size)
        if not self._account.take(growth):
            raise asyncssh.SFTPFailure("The quota of this account is used up.")
        self._size += growth

    def appear(self) -> None:
        """Have it on disk under its name."""
        try:
            os.fsync(self._handle)
            self._path.replace(self._account.folder / str(self._name))
        except OSError:
            self._path.unlink(missing_ok=True)
            raise
        finally:
            os.close(self._handle)
        sync(self._account.folder)

    def drop(self) -> None:
        os.close(self._handle)
        self._path.unlink(missing_ok=True)


class Uploads(asyncssh.SFTPServer):  # type: ignore[misc]
    """An SFTP session of one account."""

    def __init__(self, channel: Any, account: Account) -> None:
        super().__init__(channel)
        self._account, self._files = account, set[Upload]()

    def open(self, path: bytes, pflags: int, attrs: Any) -> Upload:
        """A new file for writing only. The name is the whole path: no folder, no step up."""
        name = _name(path, self._account)
        if name is None or not pflags & WRITE or pflags & (APPEND | asyncssh.FXF_READ):
            refuse()
        self._account.count()
        if len(self._files) >= OPEN_FILES or not self._account.has_room_for_a_file():
            raise asyncssh.SFTPFailure("Too many files are waiting in this account.")
        made = Upload(self._account, name)
        self._files.add(made)
        return made

    def write(self, file_obj: Upload, offset: int, data: bytes) -> int:
        return file_obj.write(offset, data)

    def close(self, file_obj: Upload) -> None:
        """Called for a request to close, and for every file that is still open when the connection ends."""
        self._files.discard(file_obj)
        if _has_ended(self.channel):
            file_obj.drop()
        elif not file_obj.is_whole:
            file_obj.drop()
            raise asyncssh.SFTPFailure("This file is not whole and was dropped.")
        else:
            file_obj.appear()

    def fsync(self, file_obj: Upload) -> None:
        """Nothing to do: a file is on disk when its close is answered."""

    def fsetstat(self, file_obj: Upload, attrs: Any) -> None:
        """Times and rights of the sender's disk are not kept."""

    def realpath(self, path: bytes) -> bytes:
        return posixpath.normpath(posixpath.join(b"/", path))

    def stat(self, path: bytes) -> asyncssh.SFTPAttrs:
        """The top folder is there; of anything else it is not said."""
        if self.realpath(path) not in (b"/", b"//"):
            raise asyncssh.SFTPNoSuchFile("Nothing is told about files here.")
        return asyncssh.SFTPAttrs(permissions=0o40300, type=asyncssh.FILEXFER_TYPE_DIRECTORY)

    lstat = stat


def refuse(*_: object, **__: object) -> NoReturn:
    """The answer to every other request."""
    raise asyncssh.SFTPPermissionDenied("This account may upload the files of a parcel and nothing else.")


for _each in DENIED:
    setattr(Uploads, _each, refuse)


def _name(path: bytes, account: Account) -> UploadName | RegistrationName | None:
    """The name of a file of a parcel or, where the account takes them, of a self-registration of its own."""
    try:
        name = path.decode("ascii").removeprefix("/")
    except UnicodeDecodeError:
        return None
    registration = RegistrationName.parse(name) if account.takes_registrations else None
    if registration is not None:
        return registration if registration.sender == account.folder.name else None
    return UploadName.parse(name)


def _has_ended(channel: Any) -> bool:
    """Whether the sender is gone: its end of the channel or the connection is closed.

    The library tells the first only in a private name; a test fails should that ever change.
    """
    return channel.is_closing() or getattr(channel, "_recv_state", "open") != "open"


def sweep(folder: Path) -> None:
    """Remove what a killed server left half written."""
    for path in folder.glob(f"{UNFINISHED_PREFIX}*"):
        path.unlink()
