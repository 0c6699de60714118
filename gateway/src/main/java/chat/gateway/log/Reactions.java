package chat.gateway.log;

import chat.contract.event.Reaction;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The emojis beside a message, each with the ids of those who put it there; in the order in which
 * they came.
 */
public record Reactions(Map<String, Set<String>> users) {

  /** None. */
  public static final Reactions NONE = new Reactions(Map.of());

  private static final JsonFactory JSON = new JsonFactory();

  public Reactions {
    users = Collections.unmodifiableMap(users);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return users.isEmpty();
  }

  /** What they take in memory, in bytes, about. */
  long size() {
    return users.values().stream().mapToLong(who -> 128 + 64L * who.size()).sum();
  }

  /** Whether a user put that emoji there. */
  public boolean has(String emoji, String user) {
    return users.getOrDefault(emoji, Set.of()).contains(user);
  }

  /** Whether one more emoji would be more than so many different ones. */
  public boolean isFull(String emoji, int most) {
    return !users.containsKey(emoji) && users.size() >= most;
  }

  /** How many there are, of all emojis and users. */
  public int count() {
    return users.values().stream().mapToInt(Set::size).sum();
  }

  /** The same after one more reaction; what is there already, or gone already, changes nothing. */
  public Reactions after(Reaction reaction) {
    return after(List.of(reaction));
  }

  /** The same after some more reactions, in their order: each emoji's users are copied once. */
  public Reactions after(List<Reaction> reactions) {
    Map<String, Set<String>> changed = new LinkedHashMap<>(users);
    Map<String, Set<String>> copies = new HashMap<>();
    for (Reaction reaction : reactions) {
      String emoji = reaction.emoji();
      Set<String> who =
          copies.computeIfAbsent(
              emoji, first -> new LinkedHashSet<>(users.getOrDefault(first, Set.of())));
      if (reaction.removed()) {
        who.remove(reaction.user().id());
      } else {
        who.add(reaction.user().id());
      }
      if (who.isEmpty()) {
        changed.remove(emoji);
      } else {
        changed.put(emoji, who);
      }
    }
    return new Reactions(changed);
  }

  /** The same without some users. */
  Reactions without(Set<String> gone) {
    if (users.values().stream().noneMatch(who -> who.stream().anyMatch(gone::contains))) {
      return this;
    }
    Map<String, Set<String>> rest = new LinkedHashMap<>();
    users.forEach(
        (emoji, who) -> {
          Set<String> left = new LinkedHashSet<>(who);
          left.removeAll(gone);
          if (!left.isEmpty()) {
            rest.put(emoji, left);
          }
        });
    return new Reactions(rest);
  }

  /** The field of a message's object, {@code "reactions":{…}}, as a reader sees it. */
  byte[] field(String reader) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
    bytes.writeBytes(",\"reactions\":".getBytes(StandardCharsets.UTF_8));
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      users.forEach(
          (emoji, who) -> {
            json.writeObjectPropertyStart(emoji);
            json.writeNumberProperty("count", who.size());
            json.writeBooleanProperty("me", who.contains(reader));
            json.writeEndObject();
          });
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
