"""Where a reader begins."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from .positions import EventPositions, check_seqs


@dataclass(frozen=True)
class Beginning:
    pass


@dataclass(frozen=True)
class End:
    pass


BEGINNING = Beginning()
"""The first event that the topic still has."""

END = End()
"""The events that come after the reader was opened."""


@dataclass(frozen=True)
class Since:
    """The events that the log took at this time or later; the time needs a time zone.

    After a change of a partition's leader the clocks of both brokers count: reading may begin too
    late by their difference. A seq is exact.
    """

    time: datetime

    def __post_init__(self) -> None:
        if self.time.tzinfo is None:
            raise ValueError(f"time: {self.time} (expected: with a time zone)")


@dataclass(frozen=True)
class After:
    """The events of named rooms after a seq of each; 0 is the room's beginning.

    The reader proves by `prev` that there is no hole behind it: PositionGone tells of one.
    """

    seqs: Mapping[str, int]

    def __post_init__(self) -> None:
        check_seqs(self.seqs, 0)
        if not self.seqs:
            raise ValueError("seqs: none (expected: one for each room)")


@dataclass(frozen=True)
class Committed:
    """What the consumer group committed with `commit` for the same rooms.

    `otherwise` is for partitions of which the group committed nothing.
    """

    otherwise: Beginning | End | Since | After


Start = Beginning | End | Since | After | Committed | EventPositions


def rooms_of(start: Start) -> Collection[str]:
    """The rooms that a start names; none: all rooms."""
    match start:
        case After(seqs):
            return seqs.keys()
        case Committed(otherwise):
            return rooms_of(otherwise)
        case EventPositions():
            return start.after.keys()
    return ()


def check_rooms(rooms: Collection[str], start: Start) -> None:
    """Refuses rooms of which a start does not say where they begin; none: all rooms."""
    named = rooms_of(start)
    if named and not rooms:
        raise ValueError("rooms: all (expected: rooms that the start names)")
    for room in rooms if named else ():
        if room not in named:
            raise ValueError(f"room: {room} (expected: a room that the start names)")
