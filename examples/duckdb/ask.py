"""Prints the answers to the questions of a file of SQL."""

import sys
from pathlib import Path

import duckdb


def main(questions: str) -> None:
    """Asks one question after the other, in days of UTC as the files have them."""
    db = duckdb.connect()
    db.execute("SET TimeZone = 'UTC'")
    for question in db.extract_statements(Path(questions).read_text(encoding="utf-8")):
        print(db.sql(question.query))


if __name__ == "__main__":
    main(sys.argv[1])
