"""A country's area codes in Parquet files, and a number hidden in them in many places."""

import io

import pyarrow as pa
import pyarrow.parquet as pq

from mutualis.node import Node
from mutualis.pipeline.scan.forms import needles
from mutualis.pipeline.scan.scan import Scanned, scan_file
from mutualis.pipeline.scan.search import prepare

NUMBER = "85073003328"
AREAS = ["110", "130", "131", "111", "121", "120", "410", "411", "431", "140", "430", "132", "122", "421", "112", "141"]
CODECS = ["none", "snappy", "zstd", "gzip", "brotli", "lz4"]


def scanned(node: Node, content: bytes, *numbers: str) -> Scanned:
    path = node.store / "planted"
    path.write_bytes(content)
    return scan_file(node, path, prepare(needles("INSZ", numbers or [NUMBER])))


def is_told(node: Node, content: bytes) -> bool:
    return bool(scanned(node, content).leaks)


def parquet(values: pa.Array, metadata: dict[str, str] | None = None, **how: object) -> bytes:
    """A table of two row groups."""
    made = io.BytesIO()
    table = pa.table({"note": values}).replace_schema_metadata(metadata)
    with pq.ParquetWriter(made, table.schema, **how) as writer:  # type: ignore[arg-type]
        writer.write_table(table)
        writer.write_table(table)
    return made.getvalue()


def hiding(hidden: bytes, before_footer: bool, codec: str) -> bytes:
    """Area codes of two row groups that can be read, and what is hidden between these or before the footer."""
    content = parquet(pa.array(AREAS), compression=codec, use_dictionary=False)
    footer = len(content) - int.from_bytes(content[-8:-4], "little") - 8
    second = pq.read_metadata(io.BytesIO(content)).row_group(1).column(0).data_page_offset
    at = footer if before_footer else second
    old, new = number(second), number(second + len(hidden))
    told = content[footer:] if before_footer else content[footer:].replace(old, new)
    assert len(old) == len(new)
    made = content[:at] + hidden + content[at:footer] + told
    assert pq.read_table(io.BytesIO(made))["note"].to_pylist() == AREAS * 2
    return made


def number(value: int) -> bytes:
    """A field of a structure in the footer: the next but one, a number of 64 bits (zigzag)."""
    value, parts = 2 * value, [0x26]
    while value >= 128:
        parts.append(value & 127 | 128)
        value >>= 7
    return bytes([*parts, value])


def areas(**how: object) -> bytes:
    return parquet(pa.array(AREAS * 40), **how)
