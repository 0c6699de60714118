package chat.gateway.docs;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The documents as they are kept, and as JSON, which pages can read. */
@RestController
class DocumentsController {

  private static final String YAML = "application/yaml";

  private final Map<String, Object> openapi = read("docs/openapi.yaml");
  private final Map<String, Object> asyncapi = read("docs/asyncapi.yaml");

  @GetMapping(path = "/docs/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
  Map<String, Object> openapi() {
    return openapi;
  }

  @GetMapping(path = "/docs/asyncapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
  Map<String, Object> asyncapi() {
    return asyncapi;
  }

  @GetMapping(path = "/docs/openapi.yaml", produces = YAML)
  ClassPathResource openapiAsKept() {
    return new ClassPathResource("docs/openapi.yaml");
  }

  @GetMapping(path = "/docs/asyncapi.yaml", produces = YAML)
  ClassPathResource asyncapiAsKept() {
    return new ClassPathResource("docs/asyncapi.yaml");
  }

  private static Map<String, Object> read(String resource) {
    try (InputStream yaml = new ClassPathResource(resource).getInputStream()) {
      return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    } catch (IOException e) {
      throw new IllegalStateException(resource + " is not part of this build", e);
    }
  }
}
