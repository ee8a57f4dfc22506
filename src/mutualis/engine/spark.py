"""Spark as engine: the SQL of our expressions over Parquet files, on one machine or on a cluster.

Every party to the cluster must see the files under the same paths (a shared file system). Nothing but SQL runs on the
workers: no Python of ours, no function of its own.
"""

import shutil
import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from mutualis import tables
from mutualis.engine import compile as seam
from mutualis.engine.files import ARROW_TYPES, key_of, make_durable, new_file, opened, schema_of
from mutualis.model import DiskFull, MutualisError
from mutualis.model.protocols import Saved

LOCAL = "local[2]"
SPARK_TYPES = {**seam.SQL_TYPES, "string": "STRING"}
FULL_DISK = ("no space left", "disk quota")
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "localhost",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.log.level": "ERROR",
    "spark.ui.showConsoleProgress": "false",
}


class SparkEngine:
    """Runs expressions over Parquet files with Spark SQL; one session a process.

    `master` is Spark's (local[2], local-cluster[2,1,2048], spark://host:7077); `memory` that of the driver;
    `partitions` into how many parts a shuffle cuts its rows (about 128 MB each is a good size).
    """

    name = "spark"

    def __init__(
        self, master: str = LOCAL, memory: str = "2g", partitions: int = 4, temporary: Path | None = None
    ) -> None:
        self.temporary = Path(temporary or tempfile.gettempdir()).resolve()
        self.temporary.mkdir(parents=True, exist_ok=True)
        builder = SparkSession.builder.master(master).appName("mutualis").config("spark.driver.memory", memory)
        for name, value in (SETTINGS | self._folders(partitions)).items():
            builder = builder.config(name, value)
        self._session = builder.getOrCreate()
        self._used: set[str] = set()

    def _folders(self, partitions: int) -> dict[str, str]:
        return {
            "spark.sql.warehouse.dir": str(self.temporary / "spark-warehouse"),
            "spark.local.dir": str(self.temporary),
            "spark.sql.shuffle.partitions": str(partitions),
        }

    def use(self, table: str, files: Sequence[Path], schema: Any = None) -> None:
        """Let the table of that name read these files; `schema` (Ibis) is needed where the table is not declared."""
        wanted = schema_of(schema) if schema is not None else tables.find(table).schema
        paths = [str(opened(Path(file).resolve(), wanted, in_order=False).path) for file in files]
        kinds = [(f"`{name}`", SPARK_TYPES[str(kind.copy(nullable=True))]) for name, kind in wanted.items()]
        if paths:
            frame = self._session.read.schema(", ".join(map(" ".join, kinds))).parquet(*paths)
        else:
            nothing = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in kinds)
            frame = self._session.sql(f"SELECT {nothing} WHERE false")
        frame.createOrReplaceTempView(table)
        self._used.add(table)

    def forget(self, table: str) -> None:
        """Stop reading the files of a table."""
        self._session.catalog.dropTempView(table)
        self._used.discard(table)

    def rows(self, expression: Any, parameters: Mapping[Any, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a small result, as dictionaries."""
        text = seam.sql(expression, self.name, parameters)
        return [row.asDict() for row in self._answer(lambda: self._session.sql(text).collect())]

    def arrow(self, expression: Any, parameters: Mapping[Any, Any] | None = None) -> Any:
        """The result as a pyarrow Table; it must fit the driver."""
        text = seam.sql(expression, self.name, parameters)
        return self._answer(lambda: self._session.sql(text).toArrow())

    def save(
        self,
        expression: Any,
        target: Path,
        schema: Any,
        parameters: Mapping[Any, Any] | None = None,
        ordered: bool = True,
    ) -> Saved:
        """Write the result to one new Parquet file with exactly the declared types, ordered by the declared key.

        The workers write parts in order; the driver joins them row group by row group.
        """
        wanted, target = schema_of(schema), new_file(target)
        text = seam.typed_sql(expression, wanted, key_of(schema) if ordered else (), self.name, parameters)
        parts = target.parent / f".{target.stem}-{uuid.uuid4().hex}.parts"
        try:
            self._answer(lambda: self._session.sql(text).write.parquet(str(parts)))
            _join(parts, target, wanted)
        finally:
            shutil.rmtree(parts, ignore_errors=True)
        make_durable(target)
        return opened(target, wanted)

    def close(self) -> None:
        """Stop reading all tables; the session stays for the next engine of this process."""
        for table in sorted(self._used):
            self.forget(table)

    def stop(self) -> None:
        """End the session and its cluster."""
        with suppress(PySparkException):
            self._session.stop()

    def _answer(self, action: Any) -> Any:
        try:
            return action()
        except PySparkException as error:
            raise _in_words(error, self._used) from None


def _in_words(error: PySparkException, used: set[str]) -> MutualisError:
    """The engine's error without its text, which may quote a value of a row."""
    kind = error.getCondition() or type(error).__name__
    if any(mark in str(error).lower() for mark in FULL_DISK):
        return DiskFull("The disk is full.", there_is="nothing was kept of this step", do="make room and run it again")
    if kind.startswith(("TABLE_OR_VIEW_NOT_FOUND", "UNRESOLVED_COLUMN")):
        return MutualisError(
            f"The expression reads a table or column that the engine was not given ({kind}).",
            there_is="tables in use: " + (", ".join(sorted(used)) or "none"),
            do="let the engine use its files first",
        )
    return MutualisError(f"The engine could not run the expression ({kind}).", do="see that all its files are there")


def _join(parts: Path, target: Path, schema: ibis.Schema) -> None:
    """One file of the parts, in their order, with the columns of the schema and nothing of Spark's in its footer."""
    kinds = [(name, ARROW_TYPES[str(kind.copy(nullable=True))][0]) for name, kind in schema.items()]
    wanted = pa.schema(kinds)
    with pq.ParquetWriter(target, wanted, compression="zstd", store_schema=False) as writer:
        for table in _row_groups(parts):
            writer.write_table(table.select(wanted.names).cast(wanted))


def _row_groups(parts: Path) -> Iterator[pa.Table]:
    for path in sorted(parts.glob("part-*.parquet")):
        with pq.ParquetFile(path) as file:
            for group in range(file.num_row_groups):
                yield file.read_row_group(group)
