package chat.gateway.history;

import chat.gateway.log.LoggedEvent;
import chat.gateway.log.Reactions;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.data.ByteUtils;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Rows that were read of one bucket: events, and their reactions. */
final class BucketRows {

  private final String room;
  private final List<LoggedEvent> events = new ArrayList<>();
  private final List<Long> reacted = new ArrayList<>();
  private final Map<Long, Map<String, Set<String>>> reactions = new LinkedHashMap<>();

  /** Interned texts: most reactions repeat users and emojis. */
  private final Map<String, String> texts = new HashMap<>();

  BucketRows(String room) {
    this.room = room;
  }

  String room() {
    return room;
  }

  /** The seqs of the messages that have, or had, reactions. */
  List<Long> reacted() {
    return reacted;
  }

  void add(Row row) {
    long seq = row.getLong("seq");
    if (row.getBoolean("reacted")) {
      reacted.add(seq);
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

  /** Drops the reactions, which are read again. */
  void forgetReactions() {
    reactions.clear();
  }

  void addReaction(Row row) {
    reactions
        .computeIfAbsent(row.getLong("target"), target -> new LinkedHashMap<>())
        .computeIfAbsent(text(row, "emoji"), emoji -> new LinkedHashSet<>())
        .add(text(row, "user_id"));
  }

  private String text(Row row, String column) {
    String text = Objects.requireNonNull(row.getString(column));
    String known = texts.putIfAbsent(text, text);
    return known == null ? text : known;
  }

  /** The events in the order of the rows. */
  List<LoggedEvent> events() {
    List<LoggedEvent> whole = new ArrayList<>(events.size());
    events.forEach(event -> whole.add(withReactions(event)));
    return whole;
  }

  private LoggedEvent withReactions(LoggedEvent event) {
    Map<String, Set<String>> users = reactions.get(event.seq());
    return users == null ? event : event.with(new Reactions(users));
  }
}
