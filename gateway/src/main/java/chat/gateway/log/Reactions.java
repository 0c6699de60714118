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

/** The reactions to a message: the ids of the users by emoji, in order of arrival. */
public record Reactions(Map<String, Set<String>> users) {

  /** No reactions. */
  public static final Reactions NONE = new Reactions(Map.of());

  private static final JsonFactory JSON = new JsonFactory();

  public Reactions {
    users = Collections.unmodifiableMap(users);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return users.isEmpty();
  }

  /** Estimated bytes in memory. */
  long size() {
    return users.values().stream().mapToLong(who -> 128 + 64L * who.size()).sum();
  }

  /** Whether a user reacted with an emoji. */
  public boolean has(String emoji, String user) {
    return users.getOrDefault(emoji, Set.of()).contains(user);
  }

  /** Whether an emoji is new and there are {@code max} different emojis already. */
  public boolean isFull(String emoji, int max) {
    return !users.containsKey(emoji) && users.size() >= max;
  }

  /** Number of reactions, over all emojis and users. */
  public int count() {
    return users.values().stream().mapToInt(Set::size).sum();
  }

  /** The reactions after one more; a repeated one changes nothing. */
  public Reactions after(Reaction reaction) {
    return after(List.of(reaction));
  }

  /** The reactions after some more, in their order; copies each emoji's users once. */
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

  /** The field {@code "reactions":{…}} of a message's object, for one reader. */
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
