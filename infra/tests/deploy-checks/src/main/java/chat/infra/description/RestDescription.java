package chat.infra.description;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The description of calls and their answers in {@code docs/openapi.yaml}. */
public final class RestDescription {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
  private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");

  private final Document document = Document.of("openapi.yaml");
  private final Set<String> calls = readCalls();

  /** Each call, as {@code GET /api/rooms/{room}}. */
  public Set<String> calls() {
    return calls;
  }

  private Set<String> readCalls() {
    Set<String> found = new TreeSet<>();
    ProjectFiles.members(document.at("/paths"))
        .forEach(
            (path, item) ->
                item.propertyNames().stream()
                    .filter(METHODS::contains)
                    .forEach(method -> found.add(method.toUpperCase(Locale.ROOT) + " " + path)));
    return found;
  }

  /**
   * The documented call that a request is, as {@link #calls} has it, if there is one.
   *
   * @param path without a query
   */
  public Optional<String> call(String method, String path) {
    return document.at("/paths").propertyNames().stream()
        .filter(template -> matches(template, path))
        .min(Comparator.comparingInt(RestDescription::variables))
        .map(template -> method.toUpperCase(Locale.ROOT) + " " + template)
        .filter(calls::contains);
  }

  /**
   * The errors of an answer to a documented call.
   *
   * @param call as {@link #calls} has it
   * @param body missing where there is none
   */
  public List<String> errors(String call, int status, String contentType, JsonNode body) {
    String[] words = call.split(" ", 2);
    String operation = "/paths" + Document.step(words[1]) + "/" + words[0].toLowerCase(Locale.ROOT);
    String answer = answer(operation, status);
    JsonNode content = document.at(answer).path("content");
    if (content.isMissingNode()) {
      return body.isMissingNode() ? List.of() : List.of(call + " " + status + " has a body");
    }
    String type = contentType.replaceFirst(";.*", "");
    return content.has(type)
        ? document.errors(pointer(answer) + "/content" + Document.step(type) + "/schema", body)
        : List.of(call + " " + status + " is of type " + contentType);
  }

  /** The errors of the examples of answers and requests. */
  public List<String> errorsOfExamples() {
    return calls().stream().flatMap(this::errorsOfExamples).toList();
  }

  private Stream<String> errorsOfExamples(String call) {
    String[] words = call.split(" ", 2);
    String operation = "/paths" + Document.step(words[1]) + "/" + words[0].toLowerCase(Locale.ROOT);
    return Stream.concat(
            Stream.of(operation + "/requestBody"),
            document.at(operation + "/responses").propertyNames().stream()
                .map(status -> pointer(operation + "/responses/" + status)))
        .flatMap(
            part ->
                document.at(part + "/content").propertyNames().stream()
                    .map(type -> part + "/content" + Document.step(type)))
        .filter(part -> document.at(part).has("example"))
        .flatMap(
            part ->
                document.errors(part + "/schema", document.at(part).path("example")).stream()
                    .map(error -> call + ": " + error));
  }

  private String answer(String operation, int status) {
    String exact = operation + "/responses/" + status;
    return document.at(exact).isMissingNode() ? operation + "/responses/default" : exact;
  }

  /** The description of a response, which may be behind a reference. */
  private String pointer(String answer) {
    String reference = document.raw(answer).path("$ref").asString("");
    return reference.isEmpty() ? answer : reference.substring(1);
  }

  private static boolean matches(String template, String path) {
    String[] parts = template.split("/", -1);
    String[] given = path.split("/", -1);
    if (parts.length != given.length) {
      return false;
    }
    for (int i = 0; i < parts.length; i++) {
      if (!VARIABLE.matcher(parts[i]).matches() && !parts[i].equals(given[i])) {
        return false;
      }
    }
    return true;
  }

  private static int variables(String template) {
    return (int) VARIABLE.matcher(template).results().count();
  }
}
