package chat.writer.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.Author;
import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.MemberChange;
import chat.contract.event.Message;
import chat.contract.event.Reaction;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Folds a room's events, one by one in order, into messages and members. This is the simplest
 * statement of the rules, with which the tables are compared.
 */
final class LogFold {

  private static final String GONE = "gone";

  private final Map<Long, String> texts = new TreeMap<>();
  private final Map<Long, String> messages = new TreeMap<>();
  private final Map<Long, Long> edits = new TreeMap<>();
  private final TreeSet<String> reactions = new TreeSet<>();
  private final Map<String, String> members = new TreeMap<>();
  private final TreeSet<String> bans = new TreeSet<>();
  private final Map<String, Long> mutes = new TreeMap<>();
  private String description = "unknown";
  private boolean deleted;

  /** Applies the room's next event. */
  void apply(long seq, RoomEvent event) {
    if (event instanceof Message message) {
      messages.put(seq, message.user().id());
      texts.put(seq, message.content());
    } else if (event instanceof Edited edit) {
      texts.put(seq, edit.content());
      if (isShown(edit.target())) {
        texts.put(edit.target(), edit.content());
        edits.put(seq, edit.target());
      }
    } else if (event instanceof Deleted deletion) {
      delete(seq, deletion.target());
    } else if (event instanceof Reaction reaction) {
      apply(reaction);
    } else if (event instanceof MemberChange change) {
      apply(change);
    } else if (event instanceof RoomChange change) {
      apply(change);
    }
  }

  /**
   * Whether a gateway's event may be the room's next one: a change of members changes what it says,
   * as its record is void otherwise.
   */
  boolean allows(RoomEvent event) {
    if (event instanceof RoomChange change) {
      return change.action() != RoomChange.Action.CREATED || members.isEmpty();
    }
    if (!(event instanceof MemberChange change)) {
      return true;
    }
    boolean isMember = members.containsKey(change.user().id());
    Author by = change.by();
    return switch (change.action()) {
      case JOINED -> !isMember;
      case ROLE ->
          isMember && (change.role() != Role.OWNER || by == null || members.containsKey(by.id()));
      case LEFT, KICKED, BANNED -> isMember == (change.role() != null);
      case UNBANNED, MUTED -> true;
    };
  }

  /** The lines that readers of the room should see. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    texts.forEach((seq, text) -> lines.add("text " + seq + " " + text));
    messages.forEach((seq, author) -> lines.add("message " + seq + " " + author));
    reactions.forEach(reaction -> lines.add("reaction " + reaction));
    members.forEach((user, role) -> lines.add("member " + user + " " + role));
    bans.forEach(user -> lines.add("ban " + user));
    mutes.forEach((user, until) -> lines.add("mute " + user + " " + until));
    lines.add("members " + members.size());
    lines.add("room " + description + " deleted=" + deleted);
    return lines;
  }

  /** The same lines, computed from the tables. */
  static List<String> lines(InMemoryRoomTables tables, String room) {
    List<String> lines = new ArrayList<>();
    for (EventRow row : tables.history(room)) {
      if (row.type().equals(Message.TYPE) || row.type().equals(Edited.TYPE)) {
        lines.add("text " + row.seq() + " " + text(row.value()));
      }
    }
    lines.addAll(messages(tables, room));
    lines.addAll(reactions(tables, room));
    lines.addAll(sorted(tables, "room_members", room, "member", "role"));
    lines.addAll(sorted(tables, "room_bans", room, "ban", null));
    lines.addAll(mutes(tables, room));
    Map<String, Object> row = tables.rows("rooms", room).stream().findFirst().orElse(Map.of());
    lines.add("members " + row.getOrDefault("member_count", 0));
    String description =
        row.containsKey("visibility")
            ? row.get("visibility") + " " + row.get("name") + " " + row.get("slow_mode_seconds")
            : "unknown";
    lines.add("room " + description + " deleted=" + row.containsKey("deleted"));
    return lines;
  }

  private boolean isShown(long seq) {
    return messages.containsKey(seq) && !GONE.equals(texts.get(seq));
  }

  private void delete(long seq, long target) {
    if (!messages.containsKey(target)) {
      return;
    }
    messages.put(target, GONE);
    texts.put(target, GONE);
    reactions.removeIf(reaction -> reaction.startsWith(target + " "));
    edits.forEach(
        (edit, of) -> {
          if (of == target && edit < seq) {
            texts.put(edit, GONE);
          }
        });
  }

  private void apply(Reaction reaction) {
    String one = reaction.target() + " " + reaction.emoji() + " " + reaction.user().id();
    if (reaction.removed()) {
      reactions.remove(one);
    } else if (isShown(reaction.target())) {
      reactions.add(one);
    }
  }

  private void apply(MemberChange change) {
    String user = change.user().id();
    Author by = change.by();
    switch (change.action()) {
      case JOINED -> members.put(user, word(change.role()));
      case ROLE -> {
        members.put(user, word(change.role()));
        if (change.role() == Role.OWNER && by != null && !by.id().equals(user)) {
          members.put(by.id(), Role.MODERATOR.word());
        }
      }
      case LEFT, KICKED, BANNED -> {
        if (change.role() != null) {
          members.remove(user);
        }
        if (change.action() == MemberChange.Action.BANNED) {
          bans.add(user);
        }
      }
      case UNBANNED -> bans.remove(user);
      case MUTED -> {
        long until = Objects.requireNonNull(change.untilAt());
        if (until > change.at()) {
          mutes.put(user, until);
        } else {
          mutes.remove(user);
        }
      }
    }
  }

  private void apply(RoomChange change) {
    if (change.action() == RoomChange.Action.DELETED) {
      deleted = true;
      members.clear();
      bans.clear();
      mutes.clear();
      return;
    }
    String kind = change.pair().isEmpty() ? change.visibility().word() : "direct";
    description = kind + " " + change.name() + " " + change.slowModeSeconds();
    Author by = change.by();
    if (change.action() == RoomChange.Action.CREATED) {
      change.pair().forEach(one -> members.put(one.id(), Role.MEMBER.word()));
      if (change.pair().isEmpty() && by != null) {
        members.put(by.id(), Role.OWNER.word());
      }
    }
  }

  private static String word(@Nullable Role role) {
    return Objects.requireNonNull(role).word();
  }

  private static List<String> messages(InMemoryRoomTables tables, String room) {
    Map<Long, String> lines = new TreeMap<>();
    for (Map<String, Object> row : tables.rows("room_messages", room)) {
      Object author = row.containsKey("deleted") ? GONE : row.get("author");
      lines.put(
          (Long) Objects.requireNonNull(row.get("seq")),
          "message " + row.get("seq") + " " + author);
    }
    return List.copyOf(lines.values());
  }

  private static List<String> reactions(InMemoryRoomTables tables, String room) {
    return tables.rows("room_reactions", room).stream()
        .map(row -> row.get("target") + " " + row.get("emoji") + " " + row.get("user_id"))
        .sorted()
        .map(reaction -> "reaction " + reaction)
        .toList();
  }

  private static List<String> mutes(InMemoryRoomTables tables, String room) {
    return tables.rows("room_mutes", room).stream()
        .map(
            row ->
                "mute %s %d"
                    .formatted(
                        row.get("user_id"),
                        ((Instant) Objects.requireNonNull(row.get("until_at"))).toEpochMilli()))
        .sorted()
        .toList();
  }

  private static List<String> sorted(
      InMemoryRoomTables tables, String table, String room, String name, @Nullable String column) {
    return tables.rows(table, room).stream()
        .map(row -> name + " " + row.get("user_id") + (column == null ? "" : " " + row.get(column)))
        .sorted()
        .toList();
  }

  private static String text(byte[] value) {
    String json = new String(value, UTF_8);
    int from = json.indexOf("\"content\":\"");
    return from < 0
        ? GONE
        : json.substring(from + "\"content\":\"".length(), json.indexOf('"', from + 11));
  }
}
