package chat.infra.devstack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs commands of operators at a gateway: of an installation that is named by {@code --at}, else
 * of the stack on this machine, whose key is among its secrets.
 */
final class Operator {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String VERIFY = "verify-tables";
  private static final Set<String> OPTIONS = Set.of("at", "key-file", "data");
  private static final Set<String> VERIFY_OPTIONS =
      Set.of("at", "key-file", "data", "room", "from", "to", "rate");

  private final Console console;
  private final Map<String, String> environment;
  private final Path defaultData;

  Operator(Console console, Map<String, String> environment, Path defaultData) {
    this.console = console;
    this.environment = environment;
    this.defaultData = defaultData;
  }

  /** Whether a word is the name of such a command. */
  static boolean isNamed(String word) {
    return word.equals(VERIFY) || OperatorCommand.isNamed(word);
  }

  /**
   * Runs a command and prints the answer.
   *
   * @param words the command with its options
   */
  void run(List<String> words) throws IOException, InterruptedException {
    if (words.get(0).equals(VERIFY)) {
      OptionWords values = OptionWords.parse(words.subList(1, words.size()), VERIFY_OPTIONS);
      new VerifyTables(this, console).run(values);
      return;
    }
    List<String> command = new ArrayList<>();
    List<String> options = new ArrayList<>();
    boolean json = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--json")) {
        json = true;
      } else if (word.startsWith("--")) {
        options.add(word);
        if (!word.contains("=") && i + 1 < words.size()) {
          options.add(words.get(++i));
        }
      } else {
        command.add(word);
      }
    }
    OperatorCommand call = OperatorCommand.parse(command);
    OptionWords values = OptionWords.parse(options, OPTIONS);
    String answer = call(call, values);
    if (json || answer.isBlank()) {
      console.line(answer.isBlank() ? "done" : answer);
    } else {
      readable(answer).forEach(console::line);
    }
  }

  private static List<String> readable(String answer) {
    try {
      return ReadableAnswer.of(JsonText.read(answer));
    } catch (IllegalArgumentException e) {
      throw new Failure("the answer of the gateway can't be read: " + e.getMessage());
    }
  }

  /** The answer to a command, if it is a success. */
  String call(OperatorCommand command, OptionWords values)
      throws IOException, InterruptedException {
    URI gateway = gateway(values);
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve(command.path()))
            .method(command.method(), BodyPublishers.noBody())
            .header("Authorization", "Bearer " + key(values))
            .timeout(TIMEOUT)
            .build();
    HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    HttpResponse<String> answer;
    try {
      answer = http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new Failure(gateway + " does not answer: " + e);
    }
    if (answer.statusCode() / 100 != 2) {
      throw new Failure(
          gateway + " answered " + answer.statusCode(), List.of(answer.body().split("\n", -1)));
    }
    return answer.body();
  }

  private URI gateway(OptionWords values) throws InterruptedException {
    String at = values.text("at", "");
    if (!at.isEmpty()) {
      return OptionWords.address("at", at);
    }
    return new Remote(data(values), console)
        .status().stream()
            .filter(status -> status.part().startsWith("gateway-") && answers(status))
            .sorted(Comparator.comparing(status -> !status.isReady()))
            .map(status -> URI.create("http://127.0.0.1:" + status.port()))
            .findFirst()
            .orElseThrow(
                () ->
                    new Failure(
                        "no gateway is ready on " + data(values) + " (or name one by --at URL)"));
  }

  /** A gateway that drains is not ready, and answers operators. */
  private static boolean answers(Status status) {
    return status.isReady() || status.state() == Child.State.DEGRADED;
  }

  /** The key of {@code --key-file}, of the environment, or without {@code --at} of the stack. */
  private String key(OptionWords values) throws IOException {
    String file = values.text("key-file", "");
    String inEnvironment = environment.getOrDefault(ExportOptions.KEY, "");
    if (file.isEmpty() && !inEnvironment.isEmpty()) {
      return inEnvironment;
    }
    if (file.isEmpty() && !values.text("at", "").isEmpty()) {
      throw new Failure(
          "no key: set " + ExportOptions.KEY + " or --key-file (./chat service-key NAME operate)");
    }
    Path path = file.isEmpty() ? data(values).resolve("secrets/operator-key") : Path.of(file);
    return Files.readString(path).strip();
  }

  private Path data(OptionWords values) {
    return Path.of(values.text("data", defaultData.toString())).toAbsolutePath().normalize();
  }
}
