package chat.reader;

import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event of a room with its place.
 *
 * @param room the room
 * @param type the type, as {@code message}; later versions may add types
 * @param seq the position in the room, which grows. With the room it names the event for good
 * @param prev the seq of the room's event before it, 0 for the first; null if it was read from
 *     {@code chat.messages}, whose records do not have it
 * @param loggedAt when the log took the event
 * @param headers all headers of the record as text, the last one of each name
 * @param json the value: one JSON object in UTF-8. It must not be changed
 * @param partition the partition of the record
 * @param offset the offset of the record
 */
public record PlacedEvent(
    String room,
    String type,
    long seq,
    @Nullable Long prev,
    Instant loggedAt,
    Map<String, String> headers,
    byte[] json,
    int partition,
    long offset) {

  /**
   * The event with its fields, parsed at each call.
   *
   * @return empty for a type that this version does not know, for {@code unreadable} events, and
   *     for events of erased users, which have no author. All of them have {@link #json}
   */
  public Optional<RoomEvent> event() {
    try {
      return Optional.of(RoomEventCodec.decode(json));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
