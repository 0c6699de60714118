"""Prints what the reader gives until now. Arguments: the brokers, where to begin, and rooms."""

import sys
from datetime import datetime

from chat_events import (
    BEGINNING,
    END,
    After,
    Committed,
    EventPositions,
    EventReader,
    PlacedEvent,
    PositionGone,
    Since,
    Start,
)


def start_of(word: str, rooms: list[str]) -> Start:
    name, _, value = word.partition("=")
    match name:
        case "beginning":
            return BEGINNING
        case "end":
            return END
        case "time":
            return Since(datetime.fromisoformat(value))
        case "after":
            return After({room: int(value) for room in rooms})
        case "group":
            return Committed(BEGINNING)
    return EventPositions.parse(value)


def line(event: PlacedEvent) -> str:
    millis = round(event.logged_at.timestamp() * 1000)
    return (
        f"event {event.room} {event.type} {event.seq} {event.prev} {millis} {event.partition} "
        f"{event.offset} {event.headers['ce_id']} {event.json.decode()}"
    )


def main(brokers: str, word: str, rooms: list[str]) -> None:
    kafka: dict[str, str | int | float | bool] = {"bootstrap.servers": brokers}
    is_group = word.startswith("group=")
    if is_group:
        kafka["group.id"] = word.removeprefix("group=")
    try:
        with EventReader(kafka, start_of(word, rooms), rooms or None) as reader:
            end = reader.end()
            while not reader.positions().reached(end):
                for event in reader.poll(1.0):
                    assert event.event()["type"] == event.type
                    print(line(event))
            print("positions", reader.positions())
            if is_group:
                reader.commit()
    except PositionGone as e:
        print("gone", e.first_there)
    except ValueError as e:
        print("refused", e)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
