package chat.gateway.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Serves the OpenAPI and AsyncAPI documents as YAML and as JSON. */
@RestController
class DocumentsController {

  private static final String YAML = "application/yaml";

  /** The path of the schemas in the project, relative to the documents. */
  private static final String SCHEMAS = "../contract/src/main/resources/topics/";

  private static final String SERVED_SCHEMAS = "topics/";

  private final String openapi = read("docs/openapi.yaml");
  private final String asyncapi = read("docs/asyncapi.yaml").replace(SCHEMAS, SERVED_SCHEMAS);
  private final Map<String, Object> openapiParsed = parse(openapi);
  private final Map<String, Object> asyncapiParsed = parse(asyncapi);

  @GetMapping(path = "/docs/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
  Map<String, Object> openapi() {
    return openapiParsed;
  }

  @GetMapping(path = "/docs/asyncapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
  Map<String, Object> asyncapi() {
    return asyncapiParsed;
  }

  @GetMapping(path = "/docs/openapi.yaml", produces = YAML)
  byte[] openapiAsKept() {
    return openapi.getBytes(UTF_8);
  }

  @GetMapping(path = "/docs/asyncapi.yaml", produces = YAML)
  byte[] asyncapiAsKept() {
    return asyncapi.getBytes(UTF_8);
  }

  private static String read(String resource) {
    try {
      return new ClassPathResource(resource).getContentAsString(UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(resource + " is not part of this build", e);
    }
  }

  private static Map<String, Object> parse(String yaml) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
  }
}
