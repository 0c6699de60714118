package chat.gateway.history;

import chat.gateway.log.LoggedEvent;
import chat.gateway.log.Reactions;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.data.ByteUtils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What was read of one bucket: rows of events, and of the reactions beside them. */
final class BucketRows {

  private final String room;
  private final long bucket;
  private final List<LoggedEvent> events = new ArrayList<>();
  private final Map<Long, Map<String, Set<String>>> reactions = new LinkedHashMap<>();
  private long firstReacted = Long.MAX_VALUE;
  private long lastReacted;

  BucketRows(String room, long bucket) {
    this.room = room;
    this.bucket = bucket;
  }

  String room() {
    return room;
  }

  long bucket() {
    return bucket;
  }

  boolean hasReactions() {
    return lastReacted > 0;
  }

  long firstReacted() {
    return firstReacted;
  }

  long lastReacted() {
    return lastReacted;
  }

  void add(Row row) {
    long seq = row.getLong("seq");
    if (row.getBoolean("reacted")) {
      firstReacted = Math.min(firstReacted, seq);
      lastReacted = Math.max(lastReacted, seq);
    }
    events.add(
        new LoggedEvent(
            room,
            Objects.requireNonNull(row.getString("type")),
            seq,
            row.getLong("prev"),
            ByteUtils.getArray(Objects.requireNonNull(row.getByteBuffer("value"))),
            row.getLong("changed"),
            Reactions.NONE,
            row.getInt("edit_count")));
  }

  void addReaction(Row row) {
    reactions
        .computeIfAbsent(row.getLong("target"), target -> new LinkedHashMap<>())
        .computeIfAbsent(
            Objects.requireNonNull(row.getString("emoji")), emoji -> new LinkedHashSet<>())
        .add(Objects.requireNonNull(row.getString("user_id")));
  }

  /** In the order of the rows. */
  List<LoggedEvent> events() {
    return events.stream().map(this::withReactions).toList();
  }

  private LoggedEvent withReactions(LoggedEvent event) {
    Map<String, Set<String>> users = reactions.get(event.seq());
    return users == null ? event : event.with(new Reactions(users));
  }
}
