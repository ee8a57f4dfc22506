"""How large a parcel may be before it is opened: bounds on what a sender can make this house read or write."""

from dataclasses import dataclass

MEBIBYTE = 1 << 20
GIBIBYTE = 1 << 30


@dataclass(frozen=True)
class Limits:
    """Upper bounds in bytes and counts. `ratio` is raw bytes per byte on disk, tested above `ratio_floor` raw bytes."""

    manifest_bytes: int = MEBIBYTE
    files: int = 32
    file_bytes: int = 64 * GIBIBYTE
    raw_bytes: int = 256 * GIBIBYTE
    ratio: int = 1_000
    ratio_floor: int = 16 * MEBIBYTE
    window_bytes: int = 128 * MEBIBYTE
    extra_depth: int = 6
    text_characters: int = 2_000


DEFAULT_LIMITS = Limits()
