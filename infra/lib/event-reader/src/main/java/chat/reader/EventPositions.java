package chat.reader;

import java.io.StringWriter;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Where a reader stands in a topic, as a value to store. It stays good for as long as the topic has
 * the records, and for readers in any language: {@link #toString} is one line of JSON, {@link
 * #parse} reads it.
 *
 * @param topic the name of the topic
 * @param topicId the id that Kafka gave it; another one after it was deleted and created again
 * @param offsets the offset of the next record of each partition that is read
 * @param after the named rooms, each with the seq of the last event that was given, or -1 before
 *     the first; empty if all rooms are read
 */
public record EventPositions(
    String topic, String topicId, SortedMap<Integer, Long> offsets, SortedMap<String, Long> after) {

  private static final JsonFactory JSON = new JsonFactory();

  /** Checks the offsets and the seqs. */
  public EventPositions {
    offsets = Collections.unmodifiableSortedMap(new TreeMap<>(offsets));
    after = Collections.unmodifiableSortedMap(new TreeMap<>(after));
    RoomChains.check(after, RoomChains.UNKNOWN);
    offsets.forEach(
        (partition, offset) -> {
          if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException(
                "offsets: " + partition + "=" + offset + " (expected: >= 0)");
          }
        });
  }

  /**
   * Whether a reader that stands here has read everything up to another position.
   *
   * @param end of {@link EventReader#end} of the same reader
   */
  public boolean reached(EventPositions end) {
    return topicId.equals(end.topicId)
        && end.offsets.entrySet().stream()
            .allMatch(
                entry -> offsets.getOrDefault(entry.getKey(), Long.MAX_VALUE) >= entry.getValue());
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static EventPositions parse(String text) {
    String topic = null;
    String topicId = null;
    SortedMap<Integer, Long> offsets = new TreeMap<>();
    SortedMap<String, Long> after = new TreeMap<>();
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      expect(json.nextToken(), JsonToken.START_OBJECT);
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        switch (name) {
          case "topic" -> topic = json.getString();
          case "topicId" -> topicId = json.getString();
          case "offsets" ->
              longs(json).forEach((key, value) -> offsets.put(Integer.valueOf(key), value));
          case "after" -> after.putAll(longs(json));
          default -> json.skipChildren();
        }
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("positions: " + e.getOriginalMessage(), e);
    }
    if (topic == null || topicId == null) {
      throw new IllegalArgumentException("positions: no topic (expected: topic and topicId)");
    }
    return new EventPositions(topic, topicId, offsets, after);
  }

  private static Map<String, Long> longs(JsonParser json) {
    expect(json.currentToken(), JsonToken.START_OBJECT);
    Map<String, Long> longs = new TreeMap<>();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      longs.put(name, json.getLongValue());
    }
    return longs;
  }

  private static void expect(JsonToken found, JsonToken token) {
    if (!Objects.equals(found, token)) {
      throw new IllegalArgumentException("positions: " + found + " (expected: an object)");
    }
  }

  /** The text form: one line of JSON. */
  @Override
  public String toString() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("topic", topic);
      json.writeStringProperty("topicId", topicId);
      json.writeObjectPropertyStart("offsets");
      offsets.forEach((partition, offset) -> json.writeNumberProperty("" + partition, offset));
      json.writeEndObject();
      if (!after.isEmpty()) {
        json.writeObjectPropertyStart("after");
        after.forEach(json::writeNumberProperty);
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  EventPositions with(SortedMap<Integer, Long> otherOffsets) {
    return new EventPositions(topic, topicId, otherOffsets, after);
  }

  EventPositions with(String room, long seq) {
    SortedMap<String, Long> other = new TreeMap<>(after);
    other.put(room, seq);
    return new EventPositions(topic, topicId, offsets, other);
  }
}
