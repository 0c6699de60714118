package chat.infra.deploy;

import chat.infra.description.ProjectFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The fields of a topic's records as properties of a data contract, from the topic's schema. A
 * field is required if every kind of record has it.
 */
final class TopicFields {

  private final JsonNode schema;

  TopicFields(String topic) {
    this.schema = ProjectFiles.json("contract/src/main/resources/topics/" + topic + ".schema.json");
  }

  String id() {
    return schema.path("$id").stringValue();
  }

  /** The first sentence of the schema's description, whose names of topics have dots too. */
  String description() {
    String description = schema.path("description").stringValue();
    int end = description.indexOf(". ");
    return end < 0 ? description : description.substring(0, end + 1);
  }

  List<Map<String, Object>> properties() {
    return properties(schema.path("oneOf").valueStream().toList());
  }

  private List<Map<String, Object>> properties(List<JsonNode> kinds) {
    Map<String, List<JsonNode>> fields = new LinkedHashMap<>();
    Set<String> required = new LinkedHashSet<>();
    for (JsonNode kind : kinds) {
      kind.path("properties")
          .propertyStream()
          .filter(it -> !it.getValue().isBoolean())
          .forEach(
              it ->
                  fields
                      .computeIfAbsent(it.getKey(), name -> new ArrayList<>())
                      .add(resolved(it.getValue())));
      List<String> names = ProjectFiles.texts(kind.path("required"));
      required.addAll(names);
    }
    kinds.forEach(kind -> required.retainAll(ProjectFiles.texts(kind.path("required"))));
    List<Map<String, Object>> properties = new ArrayList<>();
    fields.forEach((name, ones) -> properties.add(property(name, ones, required.contains(name))));
    return properties;
  }

  private Map<String, Object> property(String name, List<JsonNode> ones, boolean required) {
    JsonNode first = ones.get(0);
    Map<String, Object> property = new LinkedHashMap<>();
    property.put("name", name);
    property.put("logicalType", type(first));
    property.put("required", required);
    put(property, "description", first.path("description").stringValue(""));
    put(property, "classification", first.path("x-personal-data").stringValue(""));
    put(property, "unit", first.path("x-unit").stringValue(""));
    if (first.has("properties")) {
      property.put("properties", properties(ones));
    }
    if (first.has("items")) {
      property.put("items", item(resolved(first.path("items"))));
    }
    return property;
  }

  private Map<String, Object> item(JsonNode schema) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("logicalType", type(schema));
    put(item, "classification", schema.path("x-personal-data").stringValue(""));
    if (schema.has("properties")) {
      item.put("properties", properties(List.of(schema)));
    }
    return item;
  }

  private static void put(Map<String, Object> property, String name, String value) {
    if (value.isEmpty()) {
      return;
    }
    if (name.equals("unit")) {
      property.put("customProperties", List.of(custom("unit", value)));
    } else {
      property.put(name, value);
    }
  }

  /** A property that the standard does not know. */
  static Map<String, Object> custom(String name, String value) {
    Map<String, Object> custom = new LinkedHashMap<>();
    custom.put("property", name);
    custom.put("value", value);
    return custom;
  }

  private static String type(JsonNode schema) {
    JsonNode fixed = schema.path("const");
    return fixed.isBoolean() ? "boolean" : schema.path("type").stringValue("string");
  }

  /** What a reference names; of several choices the first. */
  private JsonNode resolved(JsonNode field) {
    if (field.has("oneOf")) {
      return resolved(field.path("oneOf").get(0));
    }
    String reference = field.path("$ref").stringValue("");
    return reference.isEmpty() ? field : schema.at(reference.substring(1));
  }
}
