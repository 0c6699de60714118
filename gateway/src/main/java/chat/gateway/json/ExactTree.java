package chat.gateway.json;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * Reads JSON as a tree in which numbers keep all their digits: integers of 64 bits are numbers, and
 * every other number is a {@link RawValue} with its text. Its recursion is as deep as the parser
 * allows.
 */
public final class ExactTree extends ValueDeserializer<JsonNode> {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ExactTree() {}

  /** Makes a mapper read all trees this way. */
  public static JacksonModule module() {
    return new SimpleModule("exact-tree").addDeserializer(JsonNode.class, new ExactTree());
  }

  @Override
  public JsonNode deserialize(JsonParser json, DeserializationContext context) {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json, context);
      case START_ARRAY -> array(json, context);
      case VALUE_STRING -> NODES.stringNode(json.getString());
      case VALUE_NUMBER_INT -> integer(json);
      case VALUE_NUMBER_FLOAT -> exact(json);
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      default -> NODES.nullNode();
    };
  }

  @Override
  public JsonNode getNullValue(DeserializationContext context) {
    return NODES.nullNode();
  }

  @Override
  @SuppressWarnings("NullAway") // Null tells a missing field from a JSON null.
  public Object getAbsentValue(DeserializationContext context) {
    return null;
  }

  private JsonNode object(JsonParser json, DeserializationContext context) {
    ObjectNode object = NODES.objectNode();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      object.set(name, deserialize(json, context));
    }
    return object;
  }

  private JsonNode array(JsonParser json, DeserializationContext context) {
    ArrayNode array = NODES.arrayNode();
    while (!json.nextToken().isStructEnd()) {
      array.add(deserialize(json, context));
    }
    return array;
  }

  private static JsonNode integer(JsonParser json) {
    return switch (json.getNumberType()) {
      case INT -> isNegativeZero(json) ? exact(json) : NODES.numberNode(json.getIntValue());
      case LONG -> NODES.numberNode(json.getLongValue());
      default -> exact(json);
    };
  }

  private static boolean isNegativeZero(JsonParser json) {
    return json.getIntValue() == 0 && json.getString().startsWith("-");
  }

  private static JsonNode exact(JsonParser json) {
    return NODES.rawValueNode(new RawValue(json.getString()));
  }
}
