package chat.infra.devstack;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Registers the topics' schemas in a schema registry with Confluent's interface, each under the
 * subject of its topic's values. A schema that the registry has already stays as it is, so the
 * command can be repeated.
 */
final class SchemaRegistration {

  private static final String ENDING = ".schema.json";
  private static final String JSON = "application/vnd.schemaregistry.v1+json";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*(\\d+)");
  private static final int LONGEST_REFUSAL = 400;
  private static final int SUCCESS = 200;
  private static final int NOT_FOUND = 404;

  private final RegistryOptions options;
  private final Path schemas;
  private final Console console;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  /**
   * Registers the schemas of a directory.
   *
   * @param schemas has a file for each topic
   */
  SchemaRegistration(RegistryOptions options, Path schemas, Console console) {
    this.options = options;
    this.schemas = schemas;
    this.console = console;
  }

  /**
   * Registers all, each after its rule: the registry judges a version by the rule that the subject
   * has then.
   */
  void run() throws IOException, InterruptedException {
    for (Path file : files()) {
      String name = file.getFileName().toString();
      String subject = name.substring(0, name.length() - ENDING.length()) + "-value";
      boolean isRuled = setRule(subject);
      String answer =
          call(
              "POST",
              "/subjects/" + subject + "/versions",
              "{\"schemaType\":\"JSON\",\"schema\":" + quoted(Files.readString(file)) + "}");
      if (!isRuled && !setRule(subject)) {
        throw new Failure("the registry does not know " + subject + " after its registration");
      }
      Matcher id = ID.matcher(answer);
      console.line(subject + ": id " + (id.find() ? id.group(1) : "?"));
    }
  }

  /**
   * Sets the rule of a subject.
   *
   * @return false if the registry, as Apicurio does, has rules only for subjects with a version
   */
  private boolean setRule(String subject) throws IOException, InterruptedException {
    String path = "/config/" + subject;
    HttpResponse<String> answer =
        send("PUT", path, "{\"compatibility\":\"" + options.compatibility() + "\"}");
    if (answer.statusCode() == NOT_FOUND) {
      return false;
    }
    requireSuccess("PUT", path, answer);
    return true;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(schemas)) {
      return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
    }
  }

  private String call(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = send(method, path, body);
    requireSuccess(method, path, answer);
    return answer.body();
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(options.at(path))
            .header("Content-Type", JSON)
            .header("Accept", JSON)
            .timeout(TIMEOUT)
            .method(method, BodyPublishers.ofString(body));
    if (!options.authorization().isEmpty()) {
      request.header("Authorization", options.authorization());
    }
    if (!options.group().isEmpty()) {
      request.header("X-Registry-GroupId", options.group());
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (ConnectException e) {
      throw new Failure(options.at("") + ": no registry answers there");
    }
  }

  private void requireSuccess(String method, String path, HttpResponse<String> answer) {
    if (answer.statusCode() == SUCCESS) {
      return;
    }
    String text = answer.body().replaceAll("\\s+", " ");
    throw new Failure(
        method
            + " "
            + options.at(path)
            + ": "
            + answer.statusCode()
            + " "
            + text.substring(0, Math.min(LONGEST_REFUSAL, text.length())));
  }

  /** A text as a string of JSON. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + text.length() / 4).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
