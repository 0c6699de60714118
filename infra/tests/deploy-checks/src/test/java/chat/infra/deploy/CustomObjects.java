package chat.infra.deploy;

import chat.infra.description.ProjectFiles;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects of kinds that Kubernetes does not have by itself, by the schemas of their projects. */
final class CustomObjects {

  private static final String SCHEMAS = "infra/tests/deploy-checks/src/test/resources/kubernetes/";
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  /** Whether an object is of such a kind. */
  static boolean has(JsonNode object) {
    return ProjectFiles.ROOT.resolve(file(object)).toFile().isFile();
  }

  /** Wrong and unknown fields. */
  List<String> errors(JsonNode object) {
    return schemas
        .computeIfAbsent(file(object), CustomObjects::schema)
        .validate(object.toString(), InputFormat.JSON)
        .stream()
        .map(error -> error.toString())
        .toList();
  }

  private static String file(JsonNode object) {
    return SCHEMAS
        + object.path("apiVersion").asString().replace('/', '_')
        + "_"
        + object.path("kind").asString()
        + ".json";
  }

  private static Schema schema(String file) {
    JsonNode schema = ProjectFiles.json(file);
    close(schema);
    return REGISTRY.getSchema(schema);
  }

  /** A server drops fields that a schema does not name; here such a field is an error. */
  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode node) {
      boolean open = node.remove("x-kubernetes-preserve-unknown-fields") != null;
      if (node.has("properties") && !node.has("additionalProperties") && !open) {
        node.put("additionalProperties", false);
      }
    }
    schema.valueStream().forEach(CustomObjects::close);
  }
}
