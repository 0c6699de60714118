"""The reader of the topic chat.events."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from time import monotonic
from types import TracebackType

import confluent_kafka
from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition

from .events import PlacedEvent
from .positions import (
    MAX_SEQ,
    UNKNOWN,
    EventPositions,
    PositionGone,
    check_seqs,
    commit_metadata,
)
from .search import Search, check_group
from .start import BEGINNING, Start, check_rooms, rooms_of
from .topic import TOPIC, TopicLife, partition_of, place, watermarks

MAX_EVENTS = 500


class EventReader:
    """Reads events from the topic chat.events, each once and in the order of its room.

    `kafka` are the settings of a confluent_kafka Consumer. Without `rooms` it reads all rooms, or
    those of `After` or of the positions. If the start names rooms, `rooms` are some of them. Not
    thread-safe. See README.md for how to store positions.
    """

    def __init__(
        self,
        kafka: Mapping[str, str | int | float | bool],
        start: Start = BEGINNING,
        rooms: Collection[str] | None = None,
    ) -> None:
        rooms = rooms_of(start) if rooms is None else rooms
        check_rooms(rooms, start)
        self._after = dict.fromkeys(rooms, UNKNOWN)
        check_seqs(self._after, UNKNOWN)
        self._kafka = kafka
        self._settings = {
            "group.id": "chat-events-reader",
            "queued.max.messages.kbytes": 16 * 1024,
            "fetch.wait.max.ms": 100,
            **kafka,
            "isolation.level": "read_committed",
            "enable.auto.commit": False,
            "enable.auto.offset.store": False,
            "enable.partition.eof": True,
            "auto.offset.reset": "error",
            "allow.auto.create.topics": False,
        }
        self._life = TopicLife(kafka)
        self._topic_id, self._partitions = self._life.now()
        self._pending: list[confluent_kafka.Message] | None = None
        self._consumer = Consumer(self._settings)
        try:
            self._numbers = sorted(
                {partition_of(room, self._partitions) for room in self._after}
                or range(self._partitions)
            )
            search = Search(
                self._consumer,
                kafka,
                self._settings,
                self._topic_id,
                self._partitions,
                self._numbers,
            )
            found = search.find(start, self._after)
            self._offsets, self._after = dict(found.offsets), dict(found.after)
            self._assign()
        except BaseException:
            self._consumer.close()
            raise

    def __enter__(self) -> EventReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __iter__(self) -> Iterator[PlacedEvent]:
        """All events, without an end. Positions are those after a whole poll: use `poll` for them."""
        while True:
            yield from self.poll(1.0)

    def poll(self, timeout: float) -> list[PlacedEvent]:
        """The next events; empty if there are none within `timeout` seconds.

        Raises PositionGone if the next events are not in the topic any more, KafkaException if the
        brokers can't be read, ValueError if a record was not written by the system. After each of
        them the positions are those before the call, and the next call gives the same events.
        """
        if not self._pending:
            self._fetch(timeout)
        messages = self._pending
        if not messages:
            return []
        self._check_life()
        offsets, after = dict(self._offsets), dict(self._after)
        events = []
        for message in messages:
            error = message.error()
            if error is not None:
                number, offset = self._end_of(message, error)
                offsets[number] = max(offsets[number], offset)
                continue
            event = place(message)
            offsets[event.partition] = event.offset + 1
            if self._wants(after, event):
                events.append(event)
        self._pending, self._offsets, self._after = None, offsets, after
        return events

    def positions(self) -> EventPositions:
        """The positions after the events of the last poll."""
        return EventPositions(TOPIC, self._topic_id, dict(self._offsets), dict(self._after))

    def end(self) -> EventPositions:
        """The positions after what is in the topic now: a job reads until `reached`, and stops."""
        return self.positions().with_offsets(watermarks(self._consumer, self._numbers)[1])

    def commit(self) -> None:
        """Commits the offsets for the `group.id` of the settings, not the seq of named rooms.

        A group belongs to one set of rooms: another set is refused, as the commits say nothing of
        its rooms.
        """
        check_group(self._kafka)
        metadata = commit_metadata(self._topic_id, self._after)
        self._consumer.commit(
            offsets=[
                TopicPartition(TOPIC, number, offset, metadata=metadata)
                for number, offset in self._offsets.items()
            ],
            asynchronous=False,
        )

    def close(self) -> None:
        """Ends the connections."""
        self._consumer.close()

    def _fetch(self, timeout: float) -> None:
        deadline = monotonic() + timeout
        try:
            messages = self._consumer.consume(1, timeout)
            if messages and monotonic() < deadline:
                messages += self._consumer.consume(MAX_EVENTS - 1, 0)
            self._pending = messages
        except BaseException:
            # An interrupted call has lost its messages, behind which the next one would go on.
            self._pending = None
            self._assign()
            raise

    def _assign(self) -> None:
        """Begins at the offsets behind the events that were given."""
        self._consumer.assign(
            [TopicPartition(TOPIC, number, self._offsets[number]) for number in self._numbers]
        )

    def _wants(self, after: dict[str, int], event: PlacedEvent) -> bool:
        if not after:
            return True
        last = after.get(event.room, MAX_SEQ)
        if event.seq <= last:
            return False
        if last != UNKNOWN and event.prev > last:
            raise PositionGone(
                f"room {event.room}: events before seq {event.seq} are not in the topic "
                f"(expected: the one after seq {last})",
                self.positions().with_room(event.room, event.prev),
            )
        after[event.room] = event.seq
        return True

    def _end_of(
        self, message: confluent_kafka.Message, error: KafkaError
    ) -> tuple[int, int]:
        """The partition that was read to its end, and the offset after it."""
        number, offset = message.partition(), message.offset()
        if error.code() == KafkaError._AUTO_OFFSET_RESET and number is not None:
            begins, _ = watermarks(self._consumer, self._numbers)
            raise PositionGone(
                f"not in the topic any more: {TOPIC}-{number}@{self._offsets[number]} "
                f"(it begins at {begins[number]})",
                self.positions().with_offsets({number: begins[number]}),
            )
        if error.code() != KafkaError._PARTITION_EOF or number is None or offset is None:
            # Told once; the events that came with it follow.
            self._pending = [one for one in self._pending or [] if one is not message]
            raise KafkaException(error)
        return number, offset

    def _check_life(self) -> None:
        topic_id, partitions = self._life.now()
        if (topic_id, partitions) != (self._topic_id, self._partitions):
            raise PositionGone(
                f"topic {TOPIC} was deleted and created again: its id is {topic_id}, "
                f"not {self._topic_id}",
                EventPositions(TOPIC, topic_id, dict.fromkeys(self._numbers, 0), self._after),
            )
