"""The types of events, as docs/topics.md and the JSON Schemas of the topics describe them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NotRequired, TypedDict, cast


class Author(TypedDict):
    """A user. `service` is set for a back end that wrote in its own name."""

    id: str
    username: str
    service: NotRequired[bool]


class Attachment(TypedDict):
    """A file of a message."""

    id: str
    name: str
    contentType: str
    size: int


class _Event(TypedDict):
    seq: int
    prev: int
    room: str


class _Known(_Event):
    id: str
    at: int


class Message(_Known):
    """A message. Of an erased user it has neither author nor text, and `deletedAt`."""

    type: Literal["message"]
    user: NotRequired[Author]
    content: NotRequired[str]
    replyTo: NotRequired[int]
    attachments: NotRequired[list[Attachment]]
    mentions: NotRequired[list[str]]
    data: NotRequired[dict[str, Any]]
    imported: NotRequired[bool]
    deletedAt: NotRequired[int]


class Edited(_Known):
    """A new state of the message `target`. `data` is null if the edit removed the data."""

    type: Literal["edited"]
    user: NotRequired[Author]
    target: int
    content: NotRequired[str]
    mentions: NotRequired[list[str]]
    data: NotRequired[dict[str, Any] | None]


class Deleted(_Known):
    """The message `target` was deleted."""

    type: Literal["deleted"]
    user: NotRequired[Author]
    target: int


class Reaction(_Known):
    """A reaction to the message `target` was added or removed."""

    type: Literal["reaction"]
    user: NotRequired[Author]
    target: int
    emoji: str
    removed: bool


class Member(_Known):
    """The membership of `user` changed, by `by` if that is another user."""

    type: Literal["member"]
    user: NotRequired[Author]
    action: Literal["joined", "left", "kicked", "banned", "unbanned", "muted", "role"]
    role: NotRequired[str]
    by: NotRequired[Author]
    untilAt: NotRequired[int]


class Room(_Known):
    """The room was created, changed or deleted."""

    type: Literal["room"]
    action: Literal["created", "changed", "deleted"]
    name: str
    visibility: str
    slowModeSeconds: NotRequired[int]
    by: NotRequired[Author]
    pair: NotRequired[list[Author]]
    data: NotRequired[dict[str, Any] | None]


class Emitted(_Known):
    """An event of the application."""

    type: Literal["event"]
    user: NotRequired[Author]
    name: str
    data: dict[str, Any]


class Unreadable(_Event):
    """The place of an event that could not be read."""

    type: Literal["unreadable"]


Event = Message | Edited | Deleted | Reaction | Member | Room | Emitted | Unreadable


@dataclass(frozen=True, slots=True)
class PlacedEvent:
    """An event of a room with its place.

    `seq` grows within the room; `prev` is the seq of the room's event before, 0 for the first.
    `logged_at` is when the log took the event. `json` is the value as it is in the topic.
    """

    room: str
    type: str
    seq: int
    prev: int
    logged_at: datetime
    headers: Mapping[str, str]
    json: bytes
    partition: int
    offset: int

    def event(self) -> Event:
        """The event with its fields, parsed at each call.

        Compare `type` to tell the kinds apart: mypy then knows the fields. Later versions may add
        fields and types.
        """
        return cast(Event, json.loads(self.json))
