package chat.infra.description;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The project's files, as data. */
public final class ProjectFiles {

  /** The project's directory: above the one that Maven runs the tests of a module in. */
  public static final Path ROOT = root();

  private static final ObjectMapper JSON = new ObjectMapper();

  private ProjectFiles() {}

  /** A file as text. */
  public static String text(String path) {
    try {
      return Files.readString(ROOT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of YAML with one document; a key that is there twice is an error. */
  public static JsonNode yaml(String path) {
    return JSON.valueToTree(loader().<Object>load(text(path)));
  }

  /** Every document of a file of YAML. */
  public static List<JsonNode> yamls(String path) {
    return documents(text(path));
  }

  /** Every document of a text of YAML. */
  public static List<JsonNode> documents(String text) {
    List<JsonNode> documents = new ArrayList<>();
    loader().loadAll(text).forEach(one -> documents.add(JSON.valueToTree(one)));
    return documents;
  }

  /** A file of JSON. */
  public static JsonNode json(String path) {
    return JSON.readTree(text(path));
  }

  /** The members of an object. */
  public static Map<String, JsonNode> members(JsonNode object) {
    return object
        .propertyStream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The texts of an array. */
  public static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  /** Files under a directory whose name ends so, relative to the project. */
  public static List<String> under(String directory, String ending) {
    try (Stream<Path> files = Files.walk(ROOT.resolve(directory))) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .map(file -> ROOT.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Yaml loader() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return new Yaml(new SafeConstructor(options));
  }

  private static Path root() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
        .filter(directory -> Files.exists(directory.resolve("docker-compose.yml")))
        .findFirst()
        .orElseThrow();
  }
}
