package chat.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.Reaction;
import chat.gateway.log.LoggedEvent;
import chat.simulation.Truth.Fact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Computes the states of a room's events in the simplest way: each state that an event was ever in,
 * with the seq of the event that caused it.
 */
final class States {

  private static final JsonMapper JSON = JsonText.EXACT;
  private static final String REACTIONS = "reactions";

  /**
   * The state of an event from some seq on.
   *
   * @param since that seq
   * @param reactions the users of each emoji
   */
  private record State(long since, ObjectNode value, Map<String, Set<String>> reactions) {

    ObjectNode seenBy(String reader) {
      ObjectNode seen = JsonNodeFactory.instance.objectNode();
      reactions.forEach(
          (emoji, users) ->
              seen.putObject(emoji).put("count", users.size()).put("me", users.contains(reader)));
      return seen;
    }
  }

  private final Map<Long, List<State>> changed = new HashMap<>();

  /**
   * Applies the next event of the room.
   *
   * @param room all of its events so far, this one included
   */
  void take(Fact fact, NavigableMap<Long, Fact> room) {
    boolean changes = Set.of(Edited.TYPE, Deleted.TYPE, Reaction.TYPE).contains(fact.type());
    ObjectNode event = changes ? parsed(fact.value()) : null;
    Fact message = event == null ? null : room.get(event.path("target").asLong(0));
    if (event == null || message == null || !message.isMessage()) {
      return;
    }
    State now = last(message);
    if (now.value.has("deletedAt")) {
      return;
    }
    switch (fact.type()) {
      case Edited.TYPE -> edit(now, message, event, fact.seq());
      case Deleted.TYPE -> delete(now, message, event, fact.seq(), room);
      default -> react(now, message, event, fact.seq());
    }
  }

  private void edit(State now, Fact message, ObjectNode event, long seq) {
    ObjectNode value = now.value.deepCopy();
    replace(value, "content", event.get("content"));
    if (event.has("data")) {
      replace(value, "data", event.get("data"));
    }
    value.remove("editedAt");
    value.set("editedAt", event.get("at"));
    add(message, new State(seq, value, now.reactions));
  }

  private static void replace(ObjectNode value, String field, @Nullable JsonNode by) {
    value.remove(field);
    if (by != null && !by.isNull()) {
      value.set(field, by);
    }
  }

  private void delete(
      State now, Fact message, ObjectNode event, long seq, NavigableMap<Long, Fact> room) {
    ObjectNode value = now.value.deepCopy();
    value.remove(List.of("content", "data", "editedAt"));
    value.set("deletedAt", event.get("at"));
    add(message, new State(seq, value, Map.of()));
    for (Fact edit : room.subMap(message.seq(), false, seq, false).values()) {
      ObjectNode text = edit.type().equals(Edited.TYPE) ? parsed(edit.value()) : null;
      if (text != null && text.path("target").asLong(0) == message.seq()) {
        text.remove(List.of("content", "data"));
        add(edit, new State(seq, text, Map.of()));
      }
    }
  }

  private void react(State now, Fact message, ObjectNode event, long seq) {
    Map<String, Set<String>> reactions = new TreeMap<>();
    now.reactions.forEach((emoji, users) -> reactions.put(emoji, new TreeSet<>(users)));
    String emoji = event.path("emoji").asString();
    String user = event.at("/user/id").asString();
    Set<String> users = reactions.computeIfAbsent(emoji, first -> new TreeSet<>());
    if (event.path("removed").asBoolean()) {
      users.remove(user);
    } else {
      users.add(user);
    }
    reactions.values().removeIf(Set::isEmpty);
    add(message, new State(seq, now.value, reactions));
  }

  private void add(Fact fact, State state) {
    changed.computeIfAbsent(fact.seq(), first -> new ArrayList<>(List.of(first(fact)))).add(state);
  }

  private State last(Fact fact) {
    List<State> states = changed.get(fact.seq());
    return states == null ? first(fact) : states.get(states.size() - 1);
  }

  private static State first(Fact fact) {
    ObjectNode value = parsed(fact.value());
    return new State(0, value == null ? JsonNodeFactory.instance.objectNode() : value, Map.of());
  }

  /** The seq of a message's deletion; greater than all seqs if it was not deleted. */
  long deletedAt(Fact fact) {
    return changed.getOrDefault(fact.seq(), List.of()).stream()
        .filter(state -> state.value.has("deletedAt"))
        .mapToLong(State::since)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }

  /** Whether a frame shows a state that an event was ever in. */
  boolean show(Fact fact, String frame, String reader) {
    if (frame.equals(fact.frame())) {
      return true;
    }
    ObjectNode value = parsed(frame);
    if (value == null
        || value.path("seq").asLong(-1) != fact.seq()
        || value.path("prev").asLong(-1) != fact.prev()) {
      return false;
    }
    value.remove(List.of("seq", "prev"));
    JsonNode reactions = value.remove(REACTIONS);
    JsonNode seen = reactions == null ? JsonNodeFactory.instance.objectNode() : reactions;
    return any(fact, 0, state -> state.value.equals(value) && state.seenBy(reader).equals(seen));
  }

  /** Whether an event of a page has its state at a seq or at a later one. */
  boolean show(Fact fact, LoggedEvent event, long atLeast) {
    if (event.seq() != fact.seq() || event.prev() != fact.prev()) {
      return false;
    }
    if (!changed.containsKey(fact.seq())) {
      return event.reactions().users().isEmpty() && show(fact, event.value(), atLeast);
    }
    ObjectNode value = parsed(event.value());
    return any(
        fact,
        atLeast,
        state -> state.reactions.equals(event.reactions().users()) && state.value.equals(value));
  }

  /** The same for bytes without reactions. */
  boolean show(Fact fact, byte[] value, long atLeast) {
    if (!changed.containsKey(fact.seq())) {
      return fact.value().equals(new String(value, UTF_8));
    }
    ObjectNode read = parsed(value);
    return any(fact, atLeast, state -> state.value.equals(read));
  }

  private boolean any(Fact fact, long atLeast, Predicate<State> is) {
    List<State> states = changed.getOrDefault(fact.seq(), List.of(first(fact)));
    for (int i = 0; i < states.size(); i++) {
      boolean isPast = i + 1 < states.size() && states.get(i + 1).since <= atLeast;
      if (!isPast && is.test(states.get(i))) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable ObjectNode parsed(String json) {
    return parsed(json.getBytes(UTF_8));
  }

  private static @Nullable ObjectNode parsed(byte[] json) {
    try {
      return JSON.readTree(json) instanceof ObjectNode object ? object : null;
    } catch (JacksonException e) {
      return null;
    }
  }
}
