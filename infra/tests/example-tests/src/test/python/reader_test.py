"""Tests of the reader itself. Arguments: the brokers, and a room that has events."""

import sys
import unittest

from chat_events import After, Committed, EventPositions, EventReader
from chat_events.positions import commit_metadata

BROKERS, ROOM = sys.argv[1:3]


class Interrupted:
    """A consumer whose second call of consume in a poll is interrupted once, as by Ctrl-C."""

    def __init__(self, consumer):
        self._consumer = consumer
        self.was = False

    def __getattr__(self, name):
        return getattr(self._consumer, name)

    def consume(self, count, timeout):
        messages = self._consumer.consume(count, timeout)
        if count > 1 and not self.was:
            self.was = True
            raise KeyboardInterrupt
        return messages


def seqs_until_now(reader):
    end = reader.end()
    seqs = []
    while not reader.positions().reached(end):
        try:
            seqs += [event.seq for event in reader.poll(5.0)]
        except KeyboardInterrupt:
            pass
    return seqs


class ReaderTest(unittest.TestCase):
    def test_an_interrupt_between_two_fetches_skips_nothing(self):
        kafka = {"bootstrap.servers": BROKERS}
        with EventReader(kafka, After({ROOM: 0})) as reader:
            expected = seqs_until_now(reader)
        with EventReader(kafka, After({ROOM: 0})) as reader:
            reader._consumer = Interrupted(reader._consumer)
            self.assertEqual(seqs_until_now(reader), expected)
            self.assertTrue(reader._consumer.was)

    def test_rooms_without_a_place_are_refused_before_a_broker_is_asked(self):
        nowhere = {"bootstrap.servers": "localhost:1", "group.id": "g"}
        positions = EventPositions("chat.events", "id", {0: 1}, {"a": 5})
        for start in (After({"a": 5}), Committed(After({"a": 5})), positions):
            for rooms, told in ((["a", "b"], "room: b"), ([], "rooms: all")):
                with self.subTest(start=start, rooms=rooms):
                    with self.assertRaisesRegex(ValueError, told):
                        EventReader(nowhere, start, rooms)

    def test_a_search_does_not_wait_for_large_fetches(self):
        kafka = {
            "bootstrap.servers": BROKERS,
            "fetch.min.bytes": 1_000_000,
            "fetch.wait.max.ms": 40_000,
        }
        with EventReader(kafka, After({ROOM: 0})) as reader:
            self.assertEqual(list(reader.positions().after), [ROOM])

    def test_the_metadata_of_a_commit_is_that_of_the_java_library(self):
        self.assertEqual(commit_metadata("id", []), "id")
        self.assertEqual(
            commit_metadata("id", ["b", "a"]), "id c8687a08aa5d6ed2044328fa6a697ab8"
        )


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
