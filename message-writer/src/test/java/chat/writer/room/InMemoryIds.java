package chat.writer.room;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The ids of messages in memory: by bucket, and as earlier versions of the writer keep them. */
public final class InMemoryIds {

  private static final String BY_BUCKET = "room_message_ids";
  private static final String EARLIER = "message_ids";

  private final LastWrites rows;

  /**
   * The position of a message.
   *
   * @param digest of its content
   */
  public record Sent(long seq, int digest) {}

  InMemoryIds(LastWrites rows) {
    this.rows = rows;
  }

  void put(EventRow row, SentMessage message, long timestamp) {
    rows.put(
        BY_BUCKET,
        timestamp,
        List.of(row.room(), row.bucket(), message.sender(), message.id()),
        values(row, message));
  }

  void putEarlier(EventRow row, long timestamp) {
    SentMessage message = row.message();
    if (message != null) {
      List<Object> key = List.of(row.room(), message.sender(), message.id());
      rows.put(EARLIER, timestamp, key, values(row, message));
    }
  }

  /** The last message to which a sender gave an id. */
  Optional<Sent> find(String room, Collection<Long> buckets, String sender, String id) {
    return Stream.concat(
            buckets.stream().map(bucket -> sent(BY_BUCKET, List.of(room, bucket, sender, id))),
            Stream.of(sent(EARLIER, List.of(room, sender, id))))
        .flatMap(Optional::stream)
        .max(Comparator.comparingLong(Sent::seq));
  }

  private static Map<String, Object> values(EventRow row, SentMessage message) {
    return Map.of("seq", row.seq(), "digest", message.digest());
  }

  private Optional<Sent> sent(String table, List<Object> key) {
    Object seq = rows.value(table, key, "seq");
    Object digest = rows.value(table, key, "digest");
    return seq == null || digest == null
        ? Optional.empty()
        : Optional.of(new Sent((Long) seq, (Integer) digest));
  }
}
