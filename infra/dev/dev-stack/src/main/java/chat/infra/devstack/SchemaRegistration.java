package chat.infra.devstack;

import java.io.IOException;
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

  /** Registers all, and then sets the rule by which the registry judges later versions. */
  void run() throws IOException, InterruptedException {
    for (Path file : files()) {
      String name = file.getFileName().toString();
      String subject = name.substring(0, name.length() - ENDING.length()) + "-value";
      String answer =
          call(
              "POST",
              "/subjects/" + subject + "/versions",
              "{\"schemaType\":\"JSON\",\"schema\":" + quoted(Files.readString(file)) + "}");
      call("PUT", "/config/" + subject, "{\"compatibility\":\"" + options.compatibility() + "\"}");
      Matcher id = ID.matcher(answer);
      console.line(subject + ": id " + (id.find() ? id.group(1) : "?"));
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(schemas)) {
      return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
    }
  }

  private String call(String method, String path, String body)
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
    HttpResponse<String> answer =
        http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (answer.statusCode() != 200) {
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
    return answer.body();
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
