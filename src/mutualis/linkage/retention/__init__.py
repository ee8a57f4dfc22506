"""How long data are kept: clocks that run from an event, destruction with a certificate, the archive of results."""

from mutualis.linkage.retention.archive import archive, archived
from mutualis.linkage.retention.clocks import Due, due, require_over, require_running, start, started
from mutualis.linkage.retention.destroying import Certificate, certificates, destroy, has_anything

__all__ = [
    "Certificate",
    "Due",
    "archive",
    "archived",
    "certificates",
    "destroy",
    "due",
    "has_anything",
    "require_over",
    "require_running",
    "start",
    "started",
]
