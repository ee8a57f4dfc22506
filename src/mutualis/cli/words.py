"""How numbers and sizes are written for people."""


def count(number: int) -> str:
    """12345 -> '12,345'."""
    return f"{number:,}"


def size(octets: int) -> str:
    """Bytes as MB or GB."""
    return f"{octets / 1e9:.2f} GB" if octets >= 1e9 else f"{octets / 1e6:.0f} MB"
