"""Frames → .csv, .parquet where pyarrow is installed, and run.json: the files other programs read.

The same frame gives the same bytes: no index, no time, no order but the frame's own; parquet files carry
the types of the columns, but not pandas' note of its version.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from otzvuk.folder.csvfile import Dialect, harmless
from otzvuk.folder.whole import whole_file
from otzvuk.model.extra import installed, needed

# the names of types in pandas and in Arrow
_ARROW = {"string": "string", "int64": "int64", "Int64": "int64", "float64": "float64", "bool": "bool"}
_PANDAS = {"string": "string", "int64": "Int64", "double": "float64", "bool": "bool"}


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write `table` as `path` with .csv in place of its suffix, and with .parquet where pyarrow is installed.

    Raises `InputError` where a file cannot be written.
    """
    write_csv(table, path.with_suffix(".csv"))
    if installed("pyarrow"):
        write_parquet(table, path.with_suffix(".parquet"))


def write_tables(folder: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write each table by its name: {"mentions": …} gives mentions.csv and mentions.parquet."""
    for name, table in tables.items():
        write_table(table, folder / name)


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """RFC 4180 in UTF-8 without BOM: commas, CRLF, quotes where needed; a missing value is an empty field."""
    with whole_file(path) as temporary:
        table.to_csv(temporary, index=False, encoding="utf-8", lineterminator="\r\n")


def write_shown(table: pd.DataFrame, path: Path, *, dialect: Dialect = Dialect.EXCEL) -> None:
    """A table that a person asked for: as Russian Excel opens it, or with `Dialect.RFC` as `write_csv`."""
    if dialect is Dialect.RFC:
        write_csv(table, path)
        return
    words = table.select_dtypes(exclude="number").columns
    shown = table.assign(**{str(name): table[name].map(_harmless) for name in words})
    with whole_file(path) as temporary:
        shown.to_csv(
            temporary,
            index=False,
            sep=dialect.separator,
            decimal=dialect.decimal,
            encoding=dialect.encoding,
            lineterminator="\r\n",
        )


def _harmless(cell: Any) -> Any:
    return harmless(cell) if isinstance(cell, str) else cell


def csv_digest(table: pd.DataFrame) -> str:
    """What tells the file that `write_csv` makes of a table from any other."""
    text = table.to_csv(index=False, lineterminator="\r\n")
    return sha256(text.encode("utf-8")).hexdigest()


def write_parquet(table: pd.DataFrame, path: Path) -> None:
    """Parquet with the column types of `otzvuk.count` and `otzvuk.numbers.damage` (zstd, one row group).

    Raises `InputError` where pyarrow is not installed.
    """
    with needed("для файлов Parquet", extra="parquet"):
        import pyarrow as pa
        import pyarrow.parquet as pq

    types = {str(name): pa.type_for_alias(_ARROW[str(dtype)]) for name, dtype in table.dtypes.items()}
    schema = pa.schema(types)
    data = pa.Table.from_pandas(table, schema=schema, preserve_index=False)
    # opened here, for Arrow takes no path that is not UTF-8, as folders from a Windows archive have
    with whole_file(path) as temporary, temporary.open("wb") as sink:
        # None: what pandas adds names its own version, so equal tables would differ between machines
        pq.write_table(data.replace_schema_metadata(None), sink, compression="zstd")


def read_parquet(path: Path) -> pd.DataFrame:
    """A table as it was written; whole numbers without a missing value are int64.

    Raises `InputError` where pyarrow is not installed.
    """
    with needed("для файлов Parquet", extra="parquet"):
        import pyarrow as pa
        import pyarrow.parquet as pq

    data = pq.read_table(path)
    types = {}
    for field in data.schema:
        whole = pa.types.is_integer(field.type) and not data.column(field.name).null_count
        types[field.name] = "int64" if whole else _PANDAS[str(field.type)]
    columns = {name: pd.Series(data.column(name).to_pylist(), dtype=dtype) for name, dtype in types.items()}
    return pd.DataFrame(columns, columns=data.column_names)


def write_run(run: Mapping[str, Any], path: Path) -> None:
    """Write run.json: keys in the order given, Russian as it is."""
    with whole_file(path) as temporary:
        text = json.dumps(run, ensure_ascii=False, indent=2, default=str)
        temporary.write_bytes(text.encode("utf-8") + b"\n")
