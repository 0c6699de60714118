"""The events of chat rooms from the Kafka topic chat.events, each once and in order."""

from .events import (
    Attachment,
    Author,
    Deleted,
    Edited,
    Emitted,
    Event,
    Member,
    Message,
    PlacedEvent,
    Reaction,
    Room,
    Unreadable,
)
from .positions import EventPositions, PositionGone
from .reader import EventReader
from .start import BEGINNING, END, After, Committed, Since, Start

__all__ = [
    "BEGINNING",
    "END",
    "After",
    "Attachment",
    "Author",
    "Committed",
    "Deleted",
    "Edited",
    "Emitted",
    "Event",
    "EventPositions",
    "EventReader",
    "Member",
    "Message",
    "PlacedEvent",
    "PositionGone",
    "Reaction",
    "Room",
    "Since",
    "Start",
    "Unreadable",
]
