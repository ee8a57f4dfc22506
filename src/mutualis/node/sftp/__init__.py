"""Parcels by SFTP: an embedded server with upload-only accounts, the sender's client, and the pick-up at the host.

Only who imports this room loads asyncssh.
"""

from mutualis.node.sftp.accounts import Accounts
from mutualis.node.sftp.client import Destination, send_by_sftp
from mutualis.node.sftp.copying import copy_registrations
from mutualis.node.sftp.names import UploadName
from mutualis.node.sftp.pickup import collect
from mutualis.node.sftp.server import public_host_key, serve

__all__ = [
    "Accounts",
    "Destination",
    "UploadName",
    "collect",
    "copy_registrations",
    "public_host_key",
    "send_by_sftp",
    "serve",
]
