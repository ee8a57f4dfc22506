"""The pages of a Parquet file: which of its bytes are packed in a page that a column claims, and which nobody claims.

A page is claimed where its header can be read, the pages of its column chunk follow each other up to the chunk's end,
and together they have as many values as the footer says: then a reader of the column reads every one of them. Format:
github.com/apache/parquet-format (parquet.thrift: PageHeader).
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mutualis.model import MutualisError
from mutualis.pipeline.scan.containers import Content
from mutualis.pipeline.scan.packed import BROKEN, Packed, gunzipped, part, size_of
from mutualis.pipeline.scan.thrift import Struct, struct

KIND, UNPACKED, PACKED, DATA, DICTIONARY, DATA_2 = 1, 2, 3, 5, 7, 8  # fields of PageHeader
VALUES, LEVELS, IS_PACKED = 1, (5, 6), 7  # fields of DataPageHeader and DataPageHeaderV2
CODECS = {"SNAPPY": "snappy", "GZIP": "gzip", "BROTLI": "brotli", "ZSTD": "zstd", "LZ4": "lz4_raw"}
MARK = 4  # bytes of PAR1; before it, at the end of the file, as many with the size of the footer
HEADER = re.compile(rb"(?=\x15[\x00\x04\x06]\x15)")  # a page's kind (data, dictionary, data 2), then its size
LARGEST_PAGE = 1 << 28


@dataclass(frozen=True)
class Page:
    """A page as its header tells: where its packed bytes stand, their size unpacked, and how many values of rows."""

    start: int
    end: int
    unpacked: int
    values: int
    is_packed: bool = True


def page(data: bytes, at: int) -> Page:
    """The page whose header stands at a place; in a page of version 2 its levels come first and are not packed."""
    header, start = struct(data, at)
    end = start + _number(header, PACKED)
    if DICTIONARY in header:
        return Page(start, end, _number(header, UNPACKED), 0)
    if isinstance(old := header.get(DATA), dict):
        return Page(start, end, _number(header, UNPACKED), _number(old, VALUES))
    if not isinstance(new := header.get(DATA_2), dict):
        raise MutualisError("A page is neither of data nor a dictionary.")
    levels = sum(_number(new, each) for each in LEVELS)
    is_packed = new.get(IS_PACKED, True) is True
    return Page(start + levels, end, _number(header, UNPACKED) - levels, _number(new, VALUES), is_packed)


def _number(fields: Struct, field: int) -> int:
    found = fields.get(field)
    if not isinstance(found, int) or found < 0:
        raise MutualisError("The header of a page is not complete.")
    return found


def stretches(content: Content) -> Iterator[Packed]:
    """The packed bytes of every claimed page."""
    for column in columns_of(_source(content)):
        codec = CODECS.get(column.compression)
        if codec is None or column.file_path:
            continue
        start, end = span(column)
        found = chunk(part(content, start, end), column.num_values)
        for each in found:
            if each.is_packed:
                yield Packed(start + each.start, start + each.end, partial(unpacked, codec=codec, size=each.unpacked))


def chunk(data: bytes, values: int) -> list[Page]:
    """The pages of a column chunk; none where they do not account for all its bytes and values."""
    found: list[Page] = []
    try:
        while (at := found[-1].end if found else 0) < len(data):
            found.append(page(data, at))
    except MutualisError:
        return []
    is_whole = bool(found) and found[-1].end == len(data) and all(each.start <= each.end for each in found)
    return found if is_whole and sum(each.values for each in found) == values else []


def unpacked(packed: bytes, codec: str, size: int) -> bytes:
    """What is packed in a page; an error where it says to be larger than a page is."""
    if not 0 <= size <= LARGEST_PAGE:
        raise MutualisError("A page is too large to be unpacked.")
    if codec == "gzip":
        return gunzipped(packed)
    return pa.decompress(packed, size, codec, asbytes=True)


def unclaimed(content: Content) -> Iterator[bytes]:
    """The content of pages that lie where no column chunk is, with every codec that can unpack them."""
    for start, end in gaps(content):
        data = part(content, start, end)
        for found in HEADER.finditer(data):
            yield from contents(data, found.start())


def contents(data: bytes, at: int) -> Iterator[bytes]:
    """What is packed in the page at a place, if there is one."""
    try:
        found = page(data, at)
    except MutualisError:
        return
    if found.end > len(data):
        return
    for codec in CODECS.values():
        try:
            yield unpacked(data[found.start : found.end], codec, found.unpacked)
        except BROKEN:
            continue


def gaps(content: Content) -> Iterator[tuple[int, int]]:
    """The stretches of a file outside its marks, its column chunks and its footer."""
    size = size_of(content)
    footer = int.from_bytes(part(content, size - 2 * MARK, size - MARK), "little")
    at = MARK
    for start, end in [
        *sorted(span(column) for column in columns_of(_source(content))),
        (size - 2 * MARK - footer, size),
    ]:
        if start > at:
            yield at, start
        at = max(at, end)


def span(column: pq.ColumnChunkMetaData) -> tuple[int, int]:
    """Where a column chunk begins (with its dictionary, if it has one: some writers put 0 for none) and ends."""
    offsets = column.dictionary_page_offset, column.data_page_offset
    start = min(offset for offset in offsets if offset is not None and offset >= MARK)
    return start, start + column.total_compressed_size


def columns_of(source: Path | io.BytesIO) -> Iterator[pq.ColumnChunkMetaData]:
    """The column chunks of all row groups that have any byte."""
    metadata = pq.read_metadata(source)
    for group in range(metadata.num_row_groups):
        for number in range(metadata.num_columns):
            column = metadata.row_group(group).column(number)
            if column.total_compressed_size:
                yield column


def _source(content: Content) -> Path | io.BytesIO:
    return content if isinstance(content, Path) else io.BytesIO(content)
