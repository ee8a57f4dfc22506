"""A structure in Thrift's compact protocol, as far as the header of a Parquet page has it: numbers, bytes, structures.

The protocol: github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md. Lists, sets, maps and floating
numbers stand in no header of a page and are an error here, as is what breaks off.
"""

from mutualis.model import MutualisError

Value = int | bool | bytes | dict[int, "Value"]
Struct = dict[int, Value]

TRUE, FALSE, INTEGERS, BINARY, STRUCT = 1, 2, (4, 5, 6), 8, 12
DEEPEST = 4
LONGEST = 10  # bytes of a number of 64 bits


class NoStructure(MutualisError):
    """The bytes are no structure that can be read."""

    def __init__(self) -> None:
        super().__init__("The header of a page cannot be read.")


def struct(data: bytes, at: int, depth: int = 0) -> tuple[Struct, int]:
    """The structure that begins at a place, by the numbers of its fields, and where it ends."""
    found: Struct = {}
    number = 0
    while kind := byte(data, at):
        delta, kind, at = kind >> 4, kind & 15, at + 1
        if delta:
            number += delta
        else:
            number, at = integer(data, at)
        if number in found or depth == DEEPEST:
            raise NoStructure
        found[number], at = value(data, at, kind, depth)
    return found, at + 1


def value(data: bytes, at: int, kind: int, depth: int) -> tuple[Value, int]:
    """The value of a field and where it ends; a truth value stands in its type."""
    if kind in (TRUE, FALSE):
        return kind == TRUE, at
    if kind in INTEGERS:
        return integer(data, at)
    if kind == STRUCT:
        return struct(data, at, depth + 1)
    if kind != BINARY:
        raise NoStructure
    size, at = unsigned(data, at)
    if at + size > len(data):
        raise NoStructure
    return bytes(data[at : at + size]), at + size


def integer(data: bytes, at: int) -> tuple[int, int]:
    """A number with its sign in its last bit (zigzag)."""
    found, at = unsigned(data, at)
    return (found >> 1) ^ -(found & 1), at


def unsigned(data: bytes, at: int) -> tuple[int, int]:
    found = 0
    for place in range(LONGEST):
        part = byte(data, at + place)
        found |= (part & 127) << 7 * place
        if part < 128:
            return found, at + place + 1
    raise NoStructure


def byte(data: bytes, at: int) -> int:
    if at >= len(data):
        raise NoStructure
    return data[at]
