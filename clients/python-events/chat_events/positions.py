"""Where a reader stands, as a value to store."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

MAX_ROOMS = 1000
MAX_SEQ = 2**53 - 1
UNKNOWN = -1
_ROOM = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


def check_seqs(seqs: Mapping[str, int], least: int) -> None:
    """Refuses what is no position in a room."""
    if len(seqs) > MAX_ROOMS:
        raise ValueError(f"rooms: {len(seqs)} (expected: <= {MAX_ROOMS})")
    for room, seq in seqs.items():
        if not _ROOM.fullmatch(room):
            raise ValueError(f"room: {room!r} (expected: the name of a room)")
        if type(seq) is not int or not least <= seq <= MAX_SEQ:
            raise ValueError(f"seq of {room}: {seq!r} (expected: {least}..{MAX_SEQ})")


def commit_metadata(topic_id: str, rooms: Collection[str]) -> str:
    """The metadata of a group's commit, as the Java library writes it: the topic's id, and the
    digest of the rooms that were read; without rooms the id stands alone."""
    digest = hashlib.sha256(" ".join(sorted(rooms)).encode()).hexdigest()[:32]
    return f"{topic_id} {digest}" if rooms else topic_id


@dataclass(frozen=True)
class EventPositions:
    """Where a reader stands in a topic. `str()` gives one line of JSON, `parse` reads it.

    It is the same text as that of the Java library. `offsets` has the offset of the next record of
    each partition. `after` has the named rooms, each with the seq of the last event that was given,
    or -1 before the first; it is empty if all rooms are read.
    """

    topic: str
    topic_id: str
    offsets: Mapping[int, int]
    after: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_seqs(self.after, UNKNOWN)
        for partition, offset in self.offsets.items():
            if type(offset) is not int or partition < 0 or offset < 0:
                raise ValueError(f"offsets: {partition}={offset!r} (expected: >= 0)")

    @classmethod
    def parse(cls, text: str) -> EventPositions:
        """Reads the text form; raises ValueError for another text."""
        fields = json.loads(text)
        if not isinstance(fields, dict):
            raise ValueError("positions: expected an object")
        topic, topic_id = fields.get("topic"), fields.get("topicId")
        offsets, after = fields.get("offsets", {}), fields.get("after", {})
        if not (isinstance(topic, str) and isinstance(topic_id, str)):
            raise ValueError("positions: no topic (expected: topic and topicId)")
        if not (isinstance(offsets, dict) and isinstance(after, dict)):
            raise ValueError("positions: offsets, after (expected: objects)")
        return cls(topic, topic_id, {int(key): value for key, value in offsets.items()}, after)

    def __str__(self) -> str:
        fields: dict[str, object] = {
            "topic": self.topic,
            "topicId": self.topic_id,
            "offsets": {str(key): self.offsets[key] for key in sorted(self.offsets)},
        }
        if self.after:
            fields["after"] = {room: self.after[room] for room in sorted(self.after)}
        return json.dumps(fields, separators=(",", ":"))

    def reached(self, end: EventPositions) -> bool:
        """Whether a reader that stands here has read everything up to another position."""
        return self.topic_id == end.topic_id and all(
            self.offsets.get(partition, MAX_SEQ) >= offset
            for partition, offset in end.offsets.items()
        )

    def with_offsets(self, offsets: Mapping[int, int]) -> EventPositions:
        """The same with the offsets of some partitions replaced."""
        return replace(self, offsets={**self.offsets, **offsets})

    def with_room(self, room: str, seq: int) -> EventPositions:
        """The same with the position of one room replaced."""
        return replace(self, after={**self.after, room: seq})


class PositionGone(Exception):
    """The events right after the wanted position are not in the topic.

    The retention removed them, or the topic was deleted and created again. Reading from
    `first_there` accepts the hole. What is missing is in the history:
    GET /api/server/rooms/{room}/events, or ./chat export.
    """

    def __init__(self, message: str, first_there: EventPositions) -> None:
        super().__init__(message)
        self.first_there = first_there
