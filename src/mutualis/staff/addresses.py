"""Where a visitor goes next: only to a page of ours."""

import ipaddress
from urllib.parse import urlsplit

START = "/"


def local(path: str) -> str:
    """A path of ours as it is, anything else the first page: no other site, no scheme, no trick with slashes."""
    is_plain = path.isascii() and path.isprintable() and "\\" not in path
    if not is_plain or not path.startswith("/") or path.startswith("//"):
        return START
    parts = urlsplit(path)
    return START if parts.scheme or parts.netloc else path


def neighbourhood(address: str) -> str:
    """What of a network address is counted as one visitor: IPv4 whole, of IPv6 the 64 bits of the network."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(found) if found.version == 4 else str(ipaddress.ip_network((found, 64), strict=False))
