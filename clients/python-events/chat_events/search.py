"""The search for the offsets at which a reader begins."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from confluent_kafka import Consumer, TopicPartition

from .events import PlacedEvent
from .positions import MAX_SEQ, UNKNOWN, EventPositions, PositionGone, commit_metadata
from .start import After, Beginning, Committed, End, Since, Start
from .topic import TIMEOUT, TOPIC, first, partition_of, watermarks


def check_group(kafka: Mapping[str, str | int | float | bool]) -> None:
    """Refuses commits where the caller's settings name no group."""
    if "group.id" not in kafka:
        raise ValueError("group.id: not set (expected: the group that commits)")


class Search:
    """Finds where a start is in some partitions of the topic, as it is now."""

    def __init__(
        self,
        consumer: Consumer,
        kafka: Mapping[str, str | int | float | bool],
        settings: Mapping[str, str | int | float | bool],
        topic_id: str,
        partitions: int,
        numbers: Collection[int],
    ) -> None:
        self._consumer = consumer
        self._kafka = kafka
        self._settings = settings
        self._topic_id = topic_id
        self._partitions = partitions
        self._numbers = numbers
        self._begins, self._ends = watermarks(consumer, numbers)

    def find(self, start: Start, rooms: Collection[str]) -> EventPositions:
        """The positions of a start for rooms; without any, of all rooms.

        Raises PositionGone if the topic does not have them.
        """
        after = dict.fromkeys(rooms, UNKNOWN)
        offsets = self._find(start, after)
        self._check_there(offsets, after)
        return EventPositions(TOPIC, self._topic_id, offsets, after)

    def _find(self, start: Start, after: dict[str, int]) -> dict[int, int]:
        match start:
            case Beginning():
                return dict(self._begins)
            case End():
                return dict(self._ends)
            case Since(time):
                return self._search(self._at(time), lambda number: lambda e: e.logged_at >= time)
            case After(seqs):
                after.update({room: seq for room, seq in seqs.items() if room in after})
                return self._search(self._begins, lambda number: self._behind(number, seqs))
            case Committed(otherwise):
                return self._committed(otherwise, after)
            case EventPositions():
                return self._snapshot(start, after)

    def _behind(self, number: int, seqs: Mapping[str, int]) -> Callable[[PlacedEvent], bool]:
        least = min(
            (seq for room, seq in seqs.items() if partition_of(room, self._partitions) == number),
            default=MAX_SEQ,
        )
        return lambda event: event.seq > least

    def _search(
        self, lows: Mapping[int, int], holds: Callable[[int], Callable[[PlacedEvent], bool]]
    ) -> dict[int, int]:
        # The caller's settings may be for large fetches, and near the end each step would wait.
        consumer = Consumer({**self._settings, "fetch.min.bytes": 1, "fetch.wait.max.ms": 100})
        try:
            return {
                number: first(consumer, number, low, self._ends[number], holds(number))
                for number, low in lows.items()
            }
        finally:
            consumer.close()

    def _at(self, time: datetime) -> dict[int, int]:
        """Kafka's index is by the time of the topic, which is never before that of the log."""
        millis = int(time.timestamp() * 1000)
        asked = [TopicPartition(TOPIC, number, millis) for number in self._numbers]
        return {
            place.partition: place.offset if place.offset >= 0 else self._ends[place.partition]
            for place in self._consumer.offsets_for_times(asked, TIMEOUT)
        }

    def _committed(self, otherwise: Start, after: dict[str, int]) -> dict[int, int]:
        check_group(self._kafka)
        asked = [TopicPartition(TOPIC, number) for number in self._numbers]
        offsets = {}
        for commit in self._consumer.committed(asked, TIMEOUT):
            if commit.offset >= 0:
                self._check_commit(commit, after)
                offsets[commit.partition] = commit.offset
        if len(offsets) < len(self._numbers):
            found = self._find(otherwise, after)
            for room in after:
                if partition_of(room, self._partitions) in offsets:
                    after[room] = UNKNOWN
            offsets = {**found, **offsets}
        return offsets

    def _check_commit(self, commit: TopicPartition, after: Mapping[str, int]) -> None:
        """Kafka's tools commit without metadata."""
        if commit.metadata:
            self._check_id(commit.metadata.partition(" ")[0], after)
            if commit.metadata != commit_metadata(self._topic_id, after):
                raise ValueError(
                    f"group {self._settings['group.id']} committed {TOPIC}-{commit.partition} for "
                    "other rooms (expected: the same rooms or another group)"
                )

    def _snapshot(self, positions: EventPositions, after: dict[str, int]) -> dict[int, int]:
        if positions.topic != TOPIC:
            raise ValueError(f"positions: of {positions.topic} (expected: {TOPIC})")
        after.update({room: seq for room, seq in positions.after.items() if room in after})
        self._check_id(positions.topic_id, after)
        missing = [number for number in self._numbers if number not in positions.offsets]
        if missing:
            raise ValueError(f"positions: none of partitions {missing}")
        return {number: positions.offsets[number] for number in self._numbers}

    def _check_id(self, topic_id: str, after: Mapping[str, int]) -> None:
        if topic_id != self._topic_id:
            raise PositionGone(
                f"topic {TOPIC} was deleted and created again: its id is {self._topic_id}, "
                f"not {topic_id}",
                EventPositions(TOPIC, self._topic_id, self._begins, dict(after)),
            )

    def _check_there(self, offsets: Mapping[int, int], after: Mapping[str, int]) -> None:
        gone = {
            number: self._begins[number]
            for number, offset in offsets.items()
            if not self._begins[number] <= offset <= self._ends[number]
        }
        if gone:
            raise PositionGone(
                f"not in the topic: offsets {[offsets[number] for number in gone]} of partitions "
                f"{list(gone)} (they begin at {list(gone.values())})",
                EventPositions(TOPIC, self._topic_id, offsets, dict(after)).with_offsets(gone),
            )
