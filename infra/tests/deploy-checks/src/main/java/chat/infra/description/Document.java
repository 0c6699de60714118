package chat.infra.description;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** A document with schemas in it, by which JSON is checked. */
final class Document {

  private static final String BASE = "https://chat.example/docs/";

  private final JsonNode content;
  private final String address;
  private final SchemaRegistry registry;
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  private Document(JsonNode content, String name) {
    this.content = content;
    this.address = BASE + name;
    this.registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(Map.of(address, content.toString())));
  }

  /** Of the directory {@code docs}. */
  static Document of(String name) {
    return new Document(ProjectFiles.yaml("docs/" + name), name);
  }

  /** The value at a JSON pointer; of a reference, its target. */
  JsonNode at(String pointer) {
    JsonNode node = content.at(pointer);
    String reference = node.path("$ref").asString("");
    return reference.startsWith("#") ? content.at(reference.substring(1)) : node;
  }

  /** The value at a JSON pointer, with references unresolved. */
  JsonNode raw(String pointer) {
    return content.at(pointer);
  }

  /** The errors of some JSON by the schema at a JSON pointer. */
  List<String> errors(String pointer, JsonNode json) {
    return schemas.computeIfAbsent(pointer, this::schema).validate(json).stream()
        .map(error -> error.toString())
        .toList();
  }

  private Schema schema(String pointer) {
    // In a fragment of an address, unlike in a pointer, braces and percent signs are escaped.
    String fragment = pointer.replace("%", "%25").replace("{", "%7B").replace("}", "%7D");
    return registry.getSchema(SchemaLocation.of(address + "#" + fragment));
  }

  /** A name as a step of a JSON pointer. */
  static String step(String name) {
    return "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
