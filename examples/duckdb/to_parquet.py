"""Turns the files of "./chat export" into Parquet: one file a day, typed columns, bounded memory."""

import sys
from pathlib import Path

import duckdb

PERSON = "STRUCT(id VARCHAR, username VARCHAR, service BOOLEAN)"
COLUMNS = {
    "seq": "BIGINT",
    "prev": "BIGINT",
    "type": "VARCHAR",
    "room": "VARCHAR",
    "id": "VARCHAR",
    "user": PERSON,
    "content": "VARCHAR",
    "contentLength": "INTEGER",
    "at": "BIGINT",
    "editedAt": "BIGINT",
    "deletedAt": "BIGINT",
    "target": "BIGINT",
    "replyTo": "BIGINT",
    "attachments": "STRUCT(id VARCHAR, name VARCHAR, contentType VARCHAR, size BIGINT)[]",
    "mentions": "VARCHAR[]",
    "emoji": "VARCHAR",
    "removed": "BOOLEAN",
    "reactions": "JSON",
    "action": "VARCHAR",
    "role": "VARCHAR",
    "by": PERSON,
    "untilAt": "BIGINT",
    "pair": PERSON + "[]",
    "slowModeSeconds": "INTEGER",
    "name": "VARCHAR",
    "nameLength": "INTEGER",
    "visibility": "VARCHAR",
    "data": "JSON",
    "dataSize": "INTEGER",
    "imported": "BOOLEAN",
}
TIMES = {"at", "editedAt", "deletedAt"}


def main(directory: str) -> None:
    """Writes a file beside each file of events."""
    db = duckdb.connect()
    db.execute("SET memory_limit = '256MB'; SET TimeZone = 'UTC'; SET preserve_insertion_order = true")
    columns = "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items()) + "}"
    selected = ", ".join(
        f'to_timestamp("{name}" / 1000.0) AS "{name}"' if name in TIMES else f'"{name}"' for name in COLUMNS
    )
    for file in sorted(Path(directory).glob("chat.events*.ndjson")):
        topic = file.name[: -len("-2026-11-22.ndjson")]
        target = file.with_suffix(".parquet")
        db.execute(
            f"""COPY (SELECT {selected}
                      FROM read_json('{quoted(file)}', columns = {columns}, format = 'newline_delimited'))
                TO '{quoted(target)}'
                (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{schema: 'urn:chat:topics:{topic}:1'}})"""
        )
        print(target)


def quoted(path: Path) -> str:
    """A path inside a string of SQL."""
    return str(path).replace("'", "''")


if __name__ == "__main__":
    main(sys.argv[1])
