package chat.infra.prove;

import chat.infra.prove.fault.Scenario;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The command line.
 *
 * @param scenarios the faults, one scenario after the other; unused for a random mix
 * @param isMix whether faults are chosen by chance
 * @param parts the parts that faults concern; empty for all
 * @param at gateways of a given installation; empty for one of its own
 * @param data where the own installation and the records are
 */
record ProveOptions(
    List<Scenario> scenarios,
    boolean isMix,
    List<String> parts,
    Plan plan,
    List<URI> at,
    int gateways,
    int brokers,
    int port,
    String data,
    String report) {

  private static final String[][] OPTIONS = {
    {"scenario", "", "the faults, kill if none is named; several with commas between"},
    {"minutes", "", "instead: faults by chance for so long; with --at or soak, the time of load"},
    {"parts", "", "only faults of these parts, with commas between"},
    {"seed", "1", "of all random choices"},
    {"clients", "60", "users that send and read"},
    {"listeners", "0", "further clients that only read"},
    {"rate", "200", "messages per second, of all together"},
    {"warm-up", "10", "seconds of load before the first fault"},
    {"rest", "8", "seconds of load after each fault"},
    {"most", "86400", "seconds after which no further fault of a scenario begins"},
    {"gateways", "2", "of the own system"},
    {"brokers", "1", "of the own system, 1 or 3; 3 in the scenario brokers"},
    {"port", "8180", "of the own system's first gateway"},
    {"at", "", "instead: these gateways of a running system, without faults"},
    {"data", "target/prove", "directory of the own system, the record and the page"},
    {"report", "", "file of the page"},
  };

  /** As few as go on without any one of them. */
  private static final int CLUSTER = 3;

  private static final String SOAK_MINUTES = "60";

  /** Ports without an option; all ports keep their distance. */
  private static final int DEFAULT_GATEWAY = 8080;

  private static final int DEFAULT_BROKER = 9092;

  /** With a higher one, ports lie where Linux takes those of outgoing connections: from 32,768. */
  private static final int HIGHEST_PORT = 22_755;

  private static final Map<String, String> DEFAULTS = column(1);
  private static final Map<String, String> MEANINGS = column(2);

  private static Map<String, String> column(int column) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String[] option : OPTIONS) {
      values.put(option[0], option[column]);
    }
    return values;
  }

  /**
   * Parses a command line: {@code --name value} or {@code --name=value}.
   *
   * @throws IllegalArgumentException for an unknown option or value
   */
  static ProveOptions parse(List<String> words) {
    Map<String, String> values = values(words);
    List<URI> at = list(values, "at").stream().map(URI::create).toList();
    if (!at.isEmpty()) {
      loadOnly(values);
    }
    if (values.getOrDefault("scenario", "").equals(word(Scenario.SOAK))) {
      values.merge("minutes", SOAK_MINUTES, (given, usual) -> given.isEmpty() ? usual : given);
    }
    if (values.getOrDefault("scenario", "").isEmpty()) {
      values.put("scenario", word(Scenario.KILL));
    }
    boolean isSoak = values.getOrDefault("scenario", "").equals(word(Scenario.SOAK));
    boolean isMix = !isSoak && !values.getOrDefault("minutes", "").isEmpty();
    Plan plan =
        new Plan(
            number(values, "clients"),
            number(values, "listeners"),
            number(values, "rate"),
            number(values, "seed"),
            Duration.ofSeconds(number(values, "warm-up")),
            Duration.ofSeconds(number(values, "rest")),
            isMix || isSoak
                ? Duration.ofMinutes(number(values, "minutes"))
                : Duration.ofSeconds(number(values, "most")));
    List<Scenario> scenarios =
        list(values, "scenario").stream().map(ProveOptions::scenario).toList();
    int port = number(values, "port");
    if (at.isEmpty() && port > HIGHEST_PORT) {
      throw new IllegalArgumentException(
          "--port: %d (expected: <= %d, or ports of its parts are taken by connections)"
              .formatted(port, HIGHEST_PORT));
    }
    if (scenarios.contains(Scenario.SOAK) && !isSoak) {
      throw new IllegalArgumentException("--scenario: soak (expected: alone)");
    }
    boolean needsBrokers = !isMix && scenarios.stream().anyMatch(Scenario::needsBrokers);
    return new ProveOptions(
        scenarios,
        isMix,
        list(values, "parts"),
        plan,
        at,
        number(values, "gateways"),
        needsBrokers ? CLUSTER : number(values, "brokers"),
        port,
        values.getOrDefault("data", ""),
        values.getOrDefault("report", ""));
  }

  /** The processes of a given installation are out of reach: no faults, but load for a time. */
  private static void loadOnly(Map<String, String> values) {
    String scenario = values.getOrDefault("scenario", "");
    String parts = values.getOrDefault("parts", "");
    if (!scenario.isEmpty() && !scenario.equals(word(Scenario.NONE))) {
      throw new IllegalArgumentException("--scenario: " + scenario + " (expected: none with --at)");
    }
    if (!parts.isEmpty()) {
      throw new IllegalArgumentException("--parts: " + parts + " (expected: nothing with --at)");
    }
    values.put("scenario", word(Scenario.NONE));
    if (!values.getOrDefault("minutes", "").isEmpty()) {
      values.put("warm-up", Integer.toString(Math.multiplyExact(number(values, "minutes"), 60)));
      values.put("minutes", "");
    }
  }

  private static Map<String, String> values(List<String> words) {
    Map<String, String> values = new HashMap<>(DEFAULTS);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String name = word.replaceFirst("^--", "").replaceFirst("=.*", "");
      if (!word.startsWith("--") || !DEFAULTS.containsKey(name)) {
        throw new IllegalArgumentException(
            word + " (expected: --NAME VALUE, of " + String.join(", ", DEFAULTS.keySet()) + ")");
      }
      if (equals < 0 && i + 1 == words.size()) {
        throw new IllegalArgumentException(word + " needs a value");
      }
      values.put(name, equals < 0 ? words.get(++i) : word.substring(equals + 1));
    }
    return values;
  }

  private static List<String> list(Map<String, String> values, String name) {
    String value = values.getOrDefault(name, "");
    return value.isEmpty() ? List.of() : List.of(value.split(",", -1));
  }

  private static int number(Map<String, String> values, String name) {
    String value = values.getOrDefault(name, "");
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--" + name + ": " + value + " (expected: a whole number)", e);
    }
  }

  private static Scenario scenario(String name) {
    return Arrays.stream(Scenario.values())
        .filter(scenario -> word(scenario).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--scenario: "
                        + name
                        + " (expected: one of "
                        + String.join(
                            ", ", Arrays.stream(Scenario.values()).map(ProveOptions::word).toList())
                        + ")"));
  }

  /** The lines of help. */
  static List<String> help() {
    List<String> lines = new ArrayList<>();
    lines.add("usage: ./chat prove [--scenario NAME | --minutes M] [--NAME VALUE]...");
    lines.add("scenarios:");
    for (Scenario scenario : Scenario.values()) {
      lines.add("  %-10s %s".formatted(word(scenario), scenario.purpose()));
    }
    lines.add("options, with their defaults:");
    DEFAULTS.forEach(
        (name, value) ->
            lines.add("  --%-10s %-12s %s".formatted(name, value, MEANINGS.get(name))));
    return lines;
  }

  /** A scenario on the command line. */
  static String word(Scenario scenario) {
    return scenario.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether the network of brokers may be cut. */
  boolean cutsBrokers() {
    return isMix ? brokers == CLUSTER : scenarios.contains(Scenario.CUTS);
  }

  /** Whether it is a soak, which lasts as long as {@link Plan#most}. */
  boolean isSoak() {
    return scenarios.contains(Scenario.SOAK);
  }

  /** Whether clocks may be set. */
  boolean setsClocks() {
    return isMix || scenarios.contains(Scenario.CLOCKS);
  }

  /** The first broker's port of the own system. */
  int brokerPort() {
    return port - DEFAULT_GATEWAY + DEFAULT_BROKER;
  }

  /** What runs, for titles. */
  String title() {
    if (scenarios.stream().allMatch(scenario -> scenario == Scenario.NONE) && !isMix) {
      return "%d s of load without faults, seed %d"
          .formatted(plan.warmUp().toSeconds(), plan.seed());
    }
    if (isSoak()) {
      return "soak of %d min, seed %d".formatted(plan.most().toMinutes(), plan.seed());
    }
    String faults =
        isMix
            ? "random mix of " + plan.most().toMinutes() + " min"
            : String.join(", ", scenarios.stream().map(ProveOptions::word).toList());
    return faults + ", seed " + plan.seed();
  }
}
