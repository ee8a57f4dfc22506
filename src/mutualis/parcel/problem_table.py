"""The table of problems as it is held: words as places in a list of them, 16 bytes a problem whatever the words.

Written, it has plain text (`problems_schema`); a batch at a time becomes text, never the whole table.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mutualis.model import MutualisError
from mutualis.parcel.tables import problems_schema

BATCH_ROWS = 1 << 20
WORDS = ("file", "rule", "field", "severity")
ORDER = ("file", "line", "rule", "field", "severity")
MOST_WORDS = 2**15
KEY_BITS = 63

Lines = npt.NDArray[np.int64]
Places = npt.NDArray[np.integer] | int
Words = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Part:
    """Some problems: their lines and, of each column of words, the words and the place of each problem's word (one
    place where it is the same for all)."""

    lines: Lines
    words: Words
    places: Mapping[str, Places]


def held_schema() -> pa.Schema:
    """The columns of `problems_schema`, the words as dictionaries."""
    word = pa.dictionary(pa.int16(), pa.string())
    return pa.schema([(each.name, word if each.name in WORDS else each.type) for each in problems_schema()])


def part(lines: Lines, **words: str) -> Part:
    """Problems that have all words (`rule`, `severity`, `file`, `field`) in common."""
    return Part(lines, {name: (words[name],) for name in WORDS}, dict.fromkeys(WORDS, 0))


def parts_of(table: pa.Table | Iterable[pa.RecordBatch]) -> Iterator[Part]:
    """The problems of a table or of its batches, with plain or with held words; no field is the field ''."""
    for batch in table.to_batches() if isinstance(table, pa.Table) else table:
        held = {name: _held(batch[name]) for name in WORDS}
        words = {name: column.dictionary.to_pylist() for name, column in held.items()}
        places = {name: _numbers(column.indices) for name, column in held.items()}
        yield Part(_numbers(batch["line"]), words, places)


def _numbers(column: pa.Array) -> Any:
    """A column without nulls as numpy sees it; `to_numpy` would load a data-frame library first."""
    return np.from_dlpack(column)


def _held(column: pa.Array) -> pa.DictionaryArray:
    if column.null_count:
        column = column.cast(pa.string()).fill_null("")
    return column if pa.types.is_dictionary(column.type) else column.dictionary_encode()


def ordered(parts: Iterable[Part]) -> pa.Table:
    """The problems of all parts as one held table in the order of file, line, rule, field and severity.

    The order is total, so that the same delivery gives the same bytes: a problem becomes one number with its file in
    the highest bits, the numbers are sorted in place and become problems again. Costs 24 bytes a problem.
    """
    some = [each for each in parts if len(each.lines)]
    words = {name: sorted({word for each in some for word in each.words[name]}) for name in WORDS}
    bits = {name: len(found).bit_length() for name, found in words.items()}
    bits["line"] = int(max((each.lines.max() for each in some), default=0)).bit_length()
    if max(map(len, words.values())) > MOST_WORDS or sum(bits.values()) > KEY_BITS:
        raise MutualisError(
            "The table of problems cannot be put in order.", there_is="it names too many rules, files or fields"
        )
    keys = np.zeros(sum(len(each.lines) for each in some), np.int64)
    _fill(keys, some, words, bits)
    keys.sort()
    batches = (_batch(keys[start : start + BATCH_ROWS], words, bits) for start in range(0, len(keys), BATCH_ROWS))
    return pa.Table.from_batches(batches, held_schema())


def _fill(keys: Lines, parts: Sequence[Part], words: Words, bits: Mapping[str, int]) -> None:
    ranks = {name: {word: rank for rank, word in enumerate(words[name])} for name in WORDS}
    start = 0
    for each in parts:
        target = keys[start : start + len(each.lines)]
        for name in ORDER:
            target <<= bits[name]
            if name == "line":
                target |= each.lines
            else:
                target |= np.array([ranks[name][word] for word in each.words[name]], np.int16)[each.places[name]]
        start += len(target)


def _batch(keys: Lines, words: Words, bits: Mapping[str, int]) -> pa.RecordBatch:
    columns, left = {}, keys
    for name in reversed(ORDER):
        value, left = left & ((1 << bits[name]) - 1), left >> bits[name]
        if name == "line":
            columns[name] = _plain(value, pa.int64())
        else:
            places = _plain(value.astype(np.int16), pa.int16())
            columns[name] = pa.DictionaryArray.from_arrays(places, pa.array(words[name], pa.string()))
    schema = held_schema()
    return pa.RecordBatch.from_arrays([columns[name] for name in schema.names], schema=schema)


def _plain(values: npt.NDArray[np.integer], kind: pa.DataType) -> pa.Array:
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(np.ascontiguousarray(values))])


def lines_of(problems: pa.Table, **wanted: str) -> Lines:
    """The lines of the problems that have these words (`rule`, `severity`, `file`, `field`), in the order of the table;
    a line as often as it has such a problem."""
    found = [np.zeros(0, np.int64)]
    for each in parts_of(problems):
        chosen = np.ones(len(each.lines), np.bool_)
        for name, word in wanted.items():
            place = each.words[name].index(word) if word in each.words[name] else -1
            chosen &= each.places[name] == place
        found.append(each.lines[chosen])
    return np.concatenate(found)


def distinct_lines(problems: pa.Table, **wanted: str) -> Lines:
    """The same lines, ascending, each once. (`np.unique` hashes them first, which takes a minute for 12 million.)"""
    lines = lines_of(problems, **wanted)
    lines.sort()
    return lines[np.diff(lines, prepend=-1) > 0]


def batches(problems: pa.Table) -> list[pa.RecordBatch]:
    """The table in pieces small enough to become text."""
    return list(problems.to_batches(max_chunksize=BATCH_ROWS))
