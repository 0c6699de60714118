"""Prints how many messages each room has in the topic. Argument: the brokers."""

import sys
from collections import Counter

from chat_events import BEGINNING, EventReader


def main(brokers: str) -> None:
    counts: Counter[str] = Counter()
    with EventReader({"bootstrap.servers": brokers}, BEGINNING) as reader:
        end = reader.end()
        while not reader.positions().reached(end):
            for placed in reader.poll(1.0):
                if placed.event()["type"] == "message":
                    counts[placed.room] += 1
    for room, count in counts.most_common():
        print(count, room)


if __name__ == "__main__":
    main(sys.argv[1])
