package chat.contract;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The fields of one JSON object, for small values with few fields. A field that is missing or has
 * another type is refused with its name.
 */
public final class JsonFields {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNumberLength(ApplicationData.MAX_BYTES).build())
          .build();

  private final String what;
  private final String path;
  private final Map<?, ?> values;

  private JsonFields(String what, String path, Map<?, ?> values) {
    this.what = what;
    this.path = path;
    this.values = values;
  }

  /**
   * Reads a value that consists of exactly one object.
   *
   * @param what the kind of value, for error messages
   */
  public static JsonFields read(String what, byte[] value) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), value)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("no " + what + ": not an object");
      }
      JsonFields fields = new JsonFields(what, "", object(json));
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("no " + what + ": more than one object");
      }
      return fields;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no " + what + ": " + e.getOriginalMessage(), e);
    }
  }

  /** The bytes of an object with these fields. */
  public static byte[] write(Consumer<JsonGenerator> fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      fields.accept(json);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  public static void writeAuthor(JsonGenerator json, Author user) {
    json.writeObjectPropertyStart("user");
    json.writeStringProperty("id", user.id());
    json.writeStringProperty("username", user.username());
    json.writeEndObject();
  }

  public static void writeOptional(JsonGenerator json, String name, @Nullable String value) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }

  public static void writeTexts(JsonGenerator json, String name, List<String> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach(json::writeString);
    json.writeEndArray();
  }

  public String text(String name) {
    return required(name, String.class);
  }

  public long number(String name) {
    return required(name, Long.class);
  }

  public int integer(String name) {
    long value = number(name);
    if (value != (int) value) {
      throw new IllegalArgumentException("no " + what + ": " + path + name + " is no int");
    }
    return (int) value;
  }

  public boolean truth(String name) {
    return required(name, Boolean.class);
  }

  public Author author(String name) {
    JsonFields author = child(name);
    return new Author(author.text("id"), author.text("username"));
  }

  /** The fields of an object in this object. */
  public JsonFields child(String name) {
    return new JsonFields(what, path + name + ".", required(name, Map.class));
  }

  /** A text, null if there is no such field. */
  public @Nullable String optionalText(String name) {
    return values.containsKey(name) ? text(name) : null;
  }

  /** A number, 0 if there is no such field. */
  public long optionalNumber(String name) {
    return values.containsKey(name) ? number(name) : 0;
  }

  /** The application's data in the field {@value ApplicationData#FIELD}. */
  public ApplicationData data() {
    return required(ApplicationData.FIELD, ApplicationData.class);
  }

  /** The same, null if there is no such field. */
  public @Nullable ApplicationData optionalData() {
    return values.containsKey(ApplicationData.FIELD) ? data() : null;
  }

  /** The texts of an array; an empty list if there is no such field. */
  public List<String> texts(String name) {
    if (!values.containsKey(name)) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Object element : required(name, List.class)) {
      if (!(element instanceof String text)) {
        throw new IllegalArgumentException("no " + what + ": " + path + name + " holds no texts");
      }
      texts.add(text);
    }
    return texts;
  }

  private <T> T required(String name, Class<T> kind) {
    Object value = values.get(name);
    if (!kind.isInstance(value)) {
      String fault = value == null ? " is missing" : " is no " + kind.getSimpleName();
      throw new IllegalArgumentException("no " + what + ": " + path + name + fault);
    }
    return kind.cast(value);
  }

  private static Map<String, Object> object(JsonParser json) {
    Map<String, Object> fields = new HashMap<>();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      Object value = name.equals(ApplicationData.FIELD) ? data(json) : value(json);
      if (value != null) {
        fields.put(name, value);
      }
    }
    return fields;
  }

  /** Data of another kind are null, and refused when they are read. */
  private static @Nullable ApplicationData data(JsonParser json) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return null;
    }
    return ApplicationData.read(json);
  }

  /** Null for values that no known field can have. */
  private static @Nullable Object value(JsonParser json) {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getString();
      case VALUE_NUMBER_INT ->
          json.getNumberType() == NumberType.BIG_INTEGER ? null : (Object) json.getLongValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case START_OBJECT -> object(json);
      case START_ARRAY -> array(json);
      default -> null;
    };
  }

  private static List<Object> array(JsonParser json) {
    List<Object> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      Object element = value(json);
      elements.add(element == null ? false : element);
    }
    return elements;
  }
}
