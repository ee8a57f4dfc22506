"""The values of a column as text to search: each distinct value of a dictionary once, and only numbers that are long.

What is left out can hold no needle, for every needle has `SHORTEST` = 11 bytes or more and, where it has no letter,
only digits:
- days (2023-01-31), times and truth values are written with at most 8 digits in a row, or 9 after the point;
- a whole number of at most 32 bits is below 4.3e9 and has at most 10 digits, as has one of a longer type below 1e10.
"""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from mutualis.pipeline.scan.forms import SHORTEST

LEAST = 10 ** (SHORTEST - 1)


def is_sought(kind: pa.DataType) -> bool:
    """Whether a column of that type can hold a needle."""
    is_short = pa.types.is_integer(kind) and kind.bit_width <= 32
    is_clock = pa.types.is_date32(kind) or pa.types.is_time32(kind)
    return not (is_short or is_clock or pa.types.is_boolean(kind) or pa.types.is_null(kind))


def texts_of(column: pa.ChunkedArray) -> Iterator[pa.Buffer | bytes]:
    """The values of a column, a line each, without those that can hold no needle."""
    for chunk in column.chunks:
        for leaf in leaves(chunk):
            if is_sought(leaf.type) and (found := lines(leaf)) is not None:
                yield found
                yield from edges(found)


def leaves(array: pa.Array) -> Iterator[pa.Array]:
    """The plain arrays inside structs, lists, maps and dictionaries; an array of a plain type is itself."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        yield from leaves(array.dictionary)
    elif pa.types.is_struct(kind):
        for part in array.flatten():
            yield from leaves(part)
    elif pa.types.is_map(kind):
        yield from leaves(array.keys)
        yield from leaves(array.items)
    elif pa.types.is_nested(kind):
        yield from leaves(array.flatten())
    else:
        yield array


def lines(array: pa.Array) -> pa.Buffer | None:
    """One value a line, each once where they are numbers; None where there is nothing to search."""
    text = array if is_text(array.type) else numbers(array)
    text = text.drop_null()
    if not len(text):
        return None
    borders = pa.array([0, len(text)], pa.int64())
    whole = pa.LargeListArray.from_arrays(borders, pc.cast(text, pa.large_binary()))
    return pc.binary_join(whole, pa.scalar(b"\n", pa.large_binary()))[0].as_buffer()


def edges(text: pa.Buffer) -> Iterator[bytes]:
    """The first and last value between separators, where they are too short to be found without them."""
    head, tail = (
        text.slice(0, min(SHORTEST, text.size)).to_pybytes(),
        text.slice(max(0, text.size - SHORTEST)).to_pybytes(),
    )
    if (first := head.split(b"\n", 1)[0]) != head or text.size < SHORTEST:
        yield b"\n%b\n" % first
    if (last := tail.rsplit(b"\n", 1)[-1]) != tail:
        yield b"\n%b\n" % last


def is_text(kind: pa.DataType) -> bool:
    return (
        pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_fixed_size_binary(kind)
    )


def numbers(array: pa.Array) -> pa.Array:
    """The distinct numbers that may have 11 digits and more, as digits."""
    if pa.types.is_temporal(array.type):
        array = array.view(pa.int64())
    if pa.types.is_integer(array.type):
        return whole_numbers(array)
    if not pa.types.is_floating(array.type):
        return pc.cast(pc.unique(array), pa.string())
    wide = pc.cast(pc.unique(array), pa.float64())
    is_whole = pc.and_(pc.equal(pc.floor(wide), wide), pc.less(pc.abs(wide), 9e18))
    others = wide.filter(pc.invert(is_whole))
    return pa.concat_arrays([whole_numbers(pc.cast(wide.filter(is_whole), pa.int64())), pc.cast(others, pa.string())])


def whole_numbers(array: pa.Array) -> pa.Array:
    """Those of 11 digits and more; where there is one of 11 digits, shorter ones too, with the zeros they lost."""
    is_long = pc.greater_equal(array, LEAST)
    if pa.types.is_signed_integer(array.type):
        is_long = pc.or_(is_long, pc.less_equal(array, -LEAST))
    long = pc.unique(array.filter(is_long))
    text = [pc.cast(long, pa.string())]
    if pc.any(pc.and_(pc.greater_equal(long, LEAST), pc.less(long, 10 * LEAST))).as_py():
        short = array.filter(pc.and_(pc.greater(array, 0), pc.less(array, LEAST)))
        text.append(pc.utf8_lpad(pc.cast(pc.unique(short), pa.string()), SHORTEST, "0"))
    return pa.concat_arrays(text)
