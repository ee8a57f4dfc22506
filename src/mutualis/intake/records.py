"""A block of fixed-width records to typed columns: the strict reader of a layout.

Nothing here knows a database: the layout says where a field stands, its type, its padding, whether it may be empty and
which values it may have. A record with any fault of form is left out of the columns and reported.
"""

from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mutualis import reference
from mutualis.intake import columns, digits
from mutualis.intake.digits import Bytes, Flags, Numbers
from mutualis.intake.findings import Finding, Lines
from mutualis.tables.core import field_type, loaded_fields

TILE = 2048
ARROW = {"string": pa.string(), "int32": pa.int32(), "int64": pa.int64(), "date": pa.date32(), "bool": pa.bool_()}


@dataclass(frozen=True)
class Reader:
    """A layout made ready for reading.

    `checked` fields are read, `loaded` ones kept; `zero_codes` are fields whose list holds a code of zeros, `lettered`
    those whose list holds a code with a letter; `reach` is the last position that is read.
    """

    layout: reference.Layout
    checked: tuple[reference.Field, ...]
    loaded: frozenset[str]
    zero_codes: frozenset[str]
    lettered: frozenset[str]
    amounts: tuple[reference.Field, ...]
    reach: int

    @property
    def repeating(self) -> list[str]:
        """Loaded fields whose values come back so often that a dictionary pays."""
        kinds = ("identifier", "signed", "text")
        return [each.name for each in self.checked if each.name in self.loaded and each.type not in kinds]

    @property
    def block_schema(self) -> pa.Schema:
        """The schema of one block: as staged, but codes still are dictionaries."""
        codes = {each.name for each in self.checked if each.type == "code"}
        dictionary = pa.dictionary(pa.int32(), pa.string())
        return pa.schema([(each.name, dictionary if each.name in codes else each.type) for each in self.schema])

    @property
    def schema(self) -> pa.Schema:
        """The staged file: loaded fields in file order, then the line of the extract file."""
        fields = [(each.name, arrow_type(each)) for each in self.checked if each.name in self.loaded]
        return pa.schema([*fields, ("line", pa.int64())])


def arrow_type(of: reference.Field) -> pa.DataType:
    """The type that a field has in a staged file."""
    return ARROW[field_type(of)]


@cache
def reader(database: str, version: str) -> Reader:
    """The reader of a database in a layout version."""
    layout = reference.layout(database, version)
    checked = tuple(each for each in layout.fields if each.role != "dropped")
    listed = {each.name: reference.codelist(each.codelist).codes() for each in checked if each.codelist}
    zero = frozenset(each.name for each in checked if "0" * (each.digits or each.width) in listed.get(each.name, ()))
    lettered = frozenset(name for name, codes in listed.items() if not all(code.isdigit() for code in codes))
    amounts = tuple(each for each in checked if each.role == "amount")
    loaded = frozenset(each.name for each in loaded_fields(database, version))
    return Reader(layout, checked, loaded, zero, lettered, amounts, max(each.end for each in checked))


@dataclass
class Block:
    """What one block of records gave. `keep` are the records without a fault of form (None: all of them)."""

    first_line: int
    rows: int
    arrays: dict[str, pa.Array] = field(default_factory=dict)
    numbers: dict[str, Numbers] = field(default_factory=dict)
    empty: dict[str, Flags] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    broken: Flags | None = None
    unreadable: dict[str, Flags] = field(default_factory=dict)
    fingerprint: npt.NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64))

    def fault(self, rule: str, file: str, name: str, where: Flags | None) -> None:
        """Report a fault of form and leave its records out."""
        if where is None or not where.any():
            return
        self.findings.append(Finding(f"{file}.format.{rule}", file, name, self.lines(where)))
        self.broken = where if self.broken is None else self.broken | where

    def lines(self, where: Flags) -> Lines:
        """Line numbers in the extract file of the records of a mask."""
        return np.flatnonzero(where).astype(np.int64) + self.first_line


def read_block(ready: Reader, records: Bytes, first_line: int) -> Block:
    """Typed columns, faults and fingerprints of a matrix of records (rows) by characters (columns)."""
    block = Block(first_line, len(records))
    characters = _transposed(records[:, : ready.reach])
    for each in ready.checked:
        _read(ready, block, each, characters[each.start - 1 : each.end])
    block.fingerprint = _fingerprint(ready, block)
    return block


def _transposed(records: Bytes) -> Bytes:
    """Records become columns; by tiles that stay in the processor's cache."""
    rows, width = records.shape
    turned = np.empty((width, rows), np.uint8)
    for start in range(0, rows, TILE):
        turned[:, start : start + TILE] = records[start : start + TILE].T
    return turned


def _read(ready: Reader, block: Block, of: reference.Field, characters: Bytes) -> None:
    file = ready.layout.database
    padding = of.width - of.digits if of.digits else 0
    block.fault("padding", file, of.name, columns.has_padding(characters[:padding]))
    kept = characters[padding:]
    match of.type:
        case "number":
            _number(ready, block, of, kept)
        case "signed":
            _signed(ready, block, of, kept)
        case "date" | "month":
            _calendar(ready, block, of, kept)
        case "flag":
            _flag(ready, block, of, kept)
        case "text":
            _text(ready, block, of, kept)
        case _:
            _code(ready, block, of, kept)


def _number(ready: Reader, block: Block, of: reference.Field, characters: Bytes) -> None:
    found = digits.number(characters)
    block.fault("number", ready.layout.database, of.name, found.faulty)
    _keep_number(ready, block, of, found)


def _signed(ready: Reader, block: Block, of: reference.Field, characters: Bytes) -> None:
    found, has_no_sign = digits.signed(characters)
    block.fault("sign", ready.layout.database, of.name, has_no_sign)
    block.fault("number", ready.layout.database, of.name, found.faulty)
    faults = [each for each in (has_no_sign, found.faulty) if each is not None]
    if faults:
        block.unreadable[of.name] = np.logical_or.reduce(faults)
    _keep_number(ready, block, of, found)


def _keep_number(ready: Reader, block: Block, of: reference.Field, found: digits.Parsed) -> None:
    block.fault("range", ready.layout.database, of.name, _outside(of, found))
    block.numbers[of.name] = found.values
    if of.name in ready.loaded:
        block.arrays[of.name] = columns.numbers(found.values, arrow_type(of), None)


def _outside(of: reference.Field, found: digits.Parsed) -> Flags | None:
    if of.minimum is None or of.maximum is None or not len(found.values):
        return None
    if found.faulty is None and of.minimum <= found.values.min() and found.values.max() <= of.maximum:
        return None
    values = found.values.astype(np.int64)
    outside = (values < of.minimum) | (values > of.maximum)
    return outside if found.faulty is None else outside & ~found.faulty


def _calendar(ready: Reader, block: Block, of: reference.Field, characters: Bytes) -> None:
    found, absent = (digits.day if of.type == "date" else digits.month)(characters)
    file = ready.layout.database
    block.fault("number", file, of.name, found.faulty)
    if absent is not None and found.faulty is not None:
        absent = absent & ~found.faulty
    block.fault(of.type, file, of.name, absent)
    _require(block, file, of, found)
    block.numbers[of.name] = found.values
    if of.name in ready.loaded:
        block.arrays[of.name] = columns.numbers(found.values, arrow_type(of), found.empty)


def _require(block: Block, file: str, of: reference.Field, found: digits.Parsed) -> None:
    if found.empty is None or not found.empty.any():
        return
    block.empty[of.name] = found.empty
    if of.required:
        block.fault("required", file, of.name, found.empty if found.faulty is None else found.empty & ~found.faulty)


def _flag(ready: Reader, block: Block, of: reference.Field, characters: Bytes) -> None:
    values = characters[0] - np.uint8(digits.ZERO)
    block.fault("flag", ready.layout.database, of.name, values > 1)
    block.numbers[of.name] = values
    if of.name in ready.loaded:
        block.arrays[of.name] = columns.booleans(values == 1)


def _text(ready: Reader, block: Block, of: reference.Field, characters: Bytes) -> None:
    empty = columns.is_blank(characters)
    _require(block, ready.layout.database, of, digits.Parsed(empty, None, empty))
    _keep_words(block, of, characters)
    if of.name in ready.loaded:
        block.arrays[of.name] = columns.trimmed(characters)


def _code(ready: Reader, block: Block, of: reference.Field, characters: Bytes) -> None:
    if of.name in ready.lettered:
        return _lettered(ready, block, of, characters)
    found = digits.number(characters)
    block.fault("number", ready.layout.database, of.name, found.faulty)
    empty = None if of.name in ready.zero_codes else found.values == 0
    _require(block, ready.layout.database, of, digits.Parsed(found.values, found.faulty, empty))
    block.numbers[of.name] = found.values
    if of.name not in ready.loaded:
        return
    if of.type == "identifier":
        block.arrays[of.name] = columns.numbers(found.values, arrow_type(of), block.empty.get(of.name))
    else:
        block.arrays[of.name] = columns.codes(found.values, len(characters), block.empty.get(of.name))


def _lettered(ready: Reader, block: Block, of: reference.Field, characters: Bytes) -> None:
    faulty = ~columns.is_alphanumeric(characters)
    empty = None if of.name in ready.zero_codes else (characters == digits.ZERO).all(axis=0)
    block.fault("number", ready.layout.database, of.name, faulty)
    _require(block, ready.layout.database, of, digits.Parsed(faulty, faulty, empty))
    _keep_words(block, of, characters)
    if of.name in ready.loaded:
        block.arrays[of.name] = columns.text(characters, block.empty.get(of.name)).dictionary_encode()


def _keep_words(block: Block, of: reference.Field, characters: Bytes) -> None:
    for place, word in enumerate(columns.words_of(characters)):
        block.numbers[of.name if place == 0 else f"{of.name}:{place}"] = word


def _fingerprint(ready: Reader, block: Block) -> npt.NDArray[np.uint64]:
    """64 bits a record from all its loaded values: equal records have equal ones, others almost never."""
    total = np.zeros(block.rows, np.uint64)
    odd = np.random.default_rng(len(block.numbers)).integers(0, 2**63, len(block.numbers), np.uint64) * np.uint64(2)
    for (name, values), factor in zip(block.numbers.items(), odd | np.uint64(1), strict=True):
        if name.partition(":")[0] in ready.loaded:
            total += values.astype(np.uint64) * factor
    return total ^ (total >> np.uint64(29))


def kept_batch(ready: Reader, block: Block) -> pa.RecordBatch:
    """The records without a fault of form, typed, with their line; codes stay dictionaries of this block."""
    lines = columns.plain(np.arange(block.first_line, block.first_line + block.rows), pa.int64(), None)
    arrays = {**block.arrays, "line": lines}
    names = [name for name in ready.schema.names if name in arrays]
    batch = pa.RecordBatch.from_arrays([arrays[name] for name in names], names=names)
    return batch if block.broken is None else batch.filter(columns.booleans(~block.broken))
