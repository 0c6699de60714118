package chat.infra.devstack;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A parsed command line.
 *
 * @param part the part that the command is about; empty for the whole stack
 * @param fresh whether earlier data is deleted first
 * @param untilExit the process whose end stops the stack; 0: none
 */
record Arguments(
    Verb verb, String part, Path data, Shape shape, boolean fresh, long untilExit, boolean json) {

  private static final Set<String> UP_OPTIONS =
      Set.of(
          "--gateways",
          "--brokers",
          "--redis",
          "--port",
          "--backends-only",
          "--fresh",
          "--until-exit");

  /** The commands. */
  enum Verb {
    UP,
    STATUS,
    KILL,
    START,
    DOWN;

    private boolean knows(String option) {
      return option.equals("--data")
          || (this == UP && UP_OPTIONS.contains(option))
          || (this == STATUS && option.equals("--json"));
    }

    private boolean namesPart() {
      return this == KILL || this == START;
    }

    private static Verb parse(String word) {
      return switch (word) {
        case "up" -> UP;
        case "status" -> STATUS;
        case "kill" -> KILL;
        case "start" -> START;
        case "down" -> DOWN;
        default -> throw new Failure("unknown command " + word + " (see ./chat help)");
      };
    }
  }

  /**
   * Parses a command line.
   *
   * @param data the default data directory
   */
  static Arguments parse(List<String> words, Path data) {
    if (words.isEmpty()) {
      throw new Failure("no command (see ./chat help)");
    }
    Parser parser = new Parser(Verb.parse(words.get(0)), data);
    Deque<String> rest = new ArrayDeque<>(words.subList(1, words.size()));
    while (!rest.isEmpty()) {
      parser.accept(rest.remove(), rest);
    }
    return parser.finish();
  }

  private static final class Parser {
    private final Verb verb;
    private Path data;
    private String part = "";
    private int port = Shape.DEFAULT.port();
    private int gateways = Shape.DEFAULT.gateways();
    private int brokers = Shape.DEFAULT.brokers();
    private int redisServers = Shape.DEFAULT.redisServers();
    private boolean backendsOnly;
    private boolean fresh;
    private long untilExit;
    private boolean json;

    Parser(Verb verb, Path data) {
      this.verb = verb;
      this.data = data;
    }

    void accept(String word, Deque<String> rest) {
      if (!word.startsWith("--")) {
        part(word);
        return;
      }
      int equals = word.indexOf('=');
      if (equals > 0) {
        rest.push(word.substring(equals + 1));
        word = word.substring(0, equals);
      }
      if (!verb.knows(word)) {
        throw new Failure("unknown option " + word + " (see ./chat help)");
      }
      option(word, rest);
    }

    private void part(String word) {
      if (!verb.namesPart() || !part.isEmpty()) {
        throw new Failure("unexpected argument " + word + " (see ./chat help)");
      }
      part = word;
    }

    private void option(String word, Deque<String> rest) {
      switch (word) {
        case "--data" -> data = Path.of(value(word, rest)).toAbsolutePath().normalize();
        case "--gateways" -> gateways = number(word, value(word, rest));
        case "--brokers" -> brokers = number(word, value(word, rest));
        case "--redis" -> redisServers = number(word, value(word, rest));
        case "--port" -> port = number(word, value(word, rest));
        case "--until-exit" -> untilExit = number(word, value(word, rest));
        case "--backends-only" -> backendsOnly = true;
        case "--fresh" -> fresh = true;
        case "--json" -> json = true;
        default -> throw new IllegalStateException(word);
      }
    }

    private static String value(String option, Deque<String> rest) {
      if (rest.isEmpty() || rest.element().isEmpty()) {
        throw new Failure(option + " needs a value");
      }
      return rest.remove();
    }

    private static int number(String option, String value) {
      try {
        return Integer.parseInt(value);
      } catch (NumberFormatException e) {
        throw new Failure(option + ": " + value + " (expected: a number)");
      }
    }

    Arguments finish() {
      if (verb.namesPart() && part.isEmpty()) {
        throw new Failure(
            "which part? for example: ./chat "
                + verb.name().toLowerCase(Locale.ROOT)
                + " gateway-2");
      }
      Shape shape = new Shape(port, gateways, brokers, redisServers, backendsOnly);
      return new Arguments(verb, part, data, shape, fresh, untilExit, json);
    }
  }
}
