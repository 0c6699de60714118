"""The topic at the brokers: its id, the places of records, the partitions of rooms."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from time import monotonic

import confluent_kafka
from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient

from .events import PlacedEvent

TOPIC = "chat.events"
TIMEOUT = 30.0
_TYPE = "chat."


def partition_of(room: str, partitions: int) -> int:
    """The partition of a room: murmur2, as Kafka's Java client partitions by key."""
    data = room.encode()
    length = len(data)
    hashed = (0x9747B28C ^ length) & 0xFFFFFFFF
    whole = length & ~3
    for i in range(0, whole, 4):
        k = (int.from_bytes(data[i : i + 4], "little") * 0x5BD1E995) & 0xFFFFFFFF
        k = ((k ^ (k >> 24)) * 0x5BD1E995) & 0xFFFFFFFF
        hashed = ((hashed * 0x5BD1E995) & 0xFFFFFFFF) ^ k
    if whole < length:
        hashed = ((hashed ^ int.from_bytes(data[whole:], "little")) * 0x5BD1E995) & 0xFFFFFFFF
    hashed = ((hashed ^ (hashed >> 13)) * 0x5BD1E995) & 0xFFFFFFFF
    return ((hashed ^ (hashed >> 15)) & 0x7FFFFFFF) % partitions


class TopicLife:
    """The id and the number of partitions of the topic, as the cluster has it now."""

    def __init__(self, kafka: Mapping[str, str | int | float | bool]) -> None:
        names = ("group.id", "auto.offset.reset")
        client: dict[str, str | int | float | bool] = {}
        client.update({name: value for name, value in kafka.items() if name not in names})
        self._admin = AdminClient(client)

    def now(self) -> tuple[str, int]:
        """Records that were read before this call are of this id, or of one that has ended."""
        topics = confluent_kafka.TopicCollection([TOPIC])
        described = self._admin.describe_topics(topics, request_timeout=TIMEOUT)
        topic = described[TOPIC].result(TIMEOUT)
        uuid = topic.topic_id
        bits = struct.pack(
            ">qq", uuid.get_most_significant_bits(), uuid.get_least_significant_bits()
        )
        return base64.urlsafe_b64encode(bits).decode().rstrip("="), len(topic.partitions)


def watermarks(
    consumer: Consumer, numbers: Collection[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """The first offset of partitions, and the one after the last."""
    begins, ends = {}, {}
    for number in numbers:
        marks = consumer.get_watermark_offsets(TopicPartition(TOPIC, number), TIMEOUT)
        if marks is None:
            raise TimeoutError(f"{TOPIC}-{number} did not tell its offsets")
        begins[number], ends[number] = marks
    return begins, ends


def place(message: confluent_kafka.Message) -> PlacedEvent:
    """The event of a record; raises ValueError if it was not written by the system."""
    partition, offset = message.partition(), message.offset()
    key, value = message.key(), message.value()
    pairs = message.headers() or []
    items = pairs.items() if isinstance(pairs, dict) else pairs
    headers = {name: _text(header) for name, header in items}
    kind = headers.get("ce_type", "")
    try:
        seq = int(headers["ce_id"])
        logged_at = datetime.fromisoformat(headers["ce_time"])
        before = f'{{"seq":{seq},"prev":'.encode()
        if key is None or value is None or partition is None or offset is None:
            raise ValueError("no key or no value")
        key, value = _bytes(key), _bytes(value)
        if not kind.startswith(_TYPE) or not value.startswith(before):
            raise ValueError("no type or no place")
        prev = int(value[len(before) : value.index(b",", len(before))])
        room = key.decode()
    except (KeyError, ValueError) as e:
        raise ValueError(
            f"{TOPIC}-{partition}@{offset}: not an event, so not written by the system"
        ) from e
    return PlacedEvent(
        room, kind.removeprefix(_TYPE), seq, prev, logged_at, headers, value, partition, offset
    )


def _text(value: str | bytes | None) -> str:
    return value.decode() if isinstance(value, bytes) else value or ""


def _bytes(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value


def first(
    consumer: Consumer, partition: int, low: int, high: int, holds: Callable[[PlacedEvent], bool]
) -> int:
    """The offset at which the first event is, or may come, that a condition holds of.

    The condition is false for some first events, and true for all after them. Halves the range and
    reads one record at each step.
    """
    while low < high:
        middle = (low + high) // 2
        event = _event_from(consumer, partition, middle, high)
        if event is not None and not holds(event):
            low = event.offset + 1
        else:
            high = middle
    return low


def _event_from(consumer: Consumer, partition: int, offset: int, end: int) -> PlacedEvent | None:
    consumer.assign([TopicPartition(TOPIC, partition, offset)])
    deadline = monotonic() + TIMEOUT
    while monotonic() < deadline:
        message = consumer.poll(1.0)
        if message is None:
            continue
        error = message.error()
        if error is not None and error.code() == KafkaError._PARTITION_EOF:
            return None
        if error is not None:
            raise KafkaException(error)
        event = place(message)
        return event if event.offset < end else None
    raise TimeoutError(f"{TOPIC}-{partition}@{offset} was not read in {TIMEOUT} s")
