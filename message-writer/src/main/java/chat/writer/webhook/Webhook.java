package chat.writer.webhook;

import chat.contract.log.ConsumerGroups;
import chat.contract.log.Seq;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as it is defined now.
 *
 * @param generation names its consumer group; another one begins at {@code startsAt}
 * @param revision another one with each change of the definition
 * @param signatures of each secret that signs its requests
 * @param rooms the rooms whose events it gets; none: of all rooms
 * @param types the types of events that it gets; none: all types
 * @param attempts number of attempts for an event; null: that of the settings
 * @param startsAt the first event: a time in milliseconds since the epoch UTC, or a seq, which is
 *     always greater than any time
 */
record Webhook(
    String name,
    String generation,
    String revision,
    URI url,
    List<Signature> signatures,
    Set<String> rooms,
    Set<String> types,
    @Nullable Integer attempts,
    long startsAt,
    boolean paused) {

  private static final long FIRST_SEQ = Seq.of(1, 0);

  Webhook {
    signatures = List.copyOf(signatures);
    rooms = Set.copyOf(rooms);
    types = Set.copyOf(types);
  }

  String group() {
    return ConsumerGroups.ofWebhook(name, generation);
  }

  /** The time at which it begins; 0: with the first event that the topic has. */
  long startTime() {
    return startsAt < FIRST_SEQ ? startsAt : 0;
  }

  /** Whether it gets an event. */
  boolean wants(String room, String type, long seq) {
    return (rooms.isEmpty() || rooms.contains(room))
        && (types.isEmpty() || types.contains(type))
        && (startsAt < FIRST_SEQ || seq >= startsAt);
  }
}
