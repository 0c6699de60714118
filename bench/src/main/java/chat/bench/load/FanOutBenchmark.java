package chat.bench.load;

import chat.bench.measure.Benchmark;
import chat.bench.measure.Options;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Sends live messages to many sockets: of our own system, of others, or of all one after the other.
 */
public final class FanOutBenchmark implements Benchmark {

  private static final String SMALL_ROOMS = "small-rooms";

  /** Sockets spread over rooms, with messages to all rooms together at some rates. */
  private record Load(int rooms, int sockets, List<Integer> rates) {}

  @Override
  public String name() {
    return "fanout";
  }

  @Override
  public String purpose() {
    return "live messages to many sockets; targets: chat, chat-socketio, netty, spring, socketio,"
        + " centrifugo and nats by the paths of their programs, or all";
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> options = Targets.options();
    options.put("set", "");
    options.put("sockets", "1000");
    options.put("rooms", "1");
    options.put("senders", "10");
    options.put("rates", "100,1000");
    options.put("warm-up", "20");
    options.put("seconds", "15");
    options.put("content", "60");
    options.put("worst", "200");
    options.put("report", "target/bench/fanout.json");
    return options;
  }

  @Override
  public void run(Options options) throws Exception {
    Reports reports = new Reports(Path.of(options.text("report")));
    Targets targets = new Targets(options);
    for (String name : targets.names()) {
      reports.progress("starting " + name);
      try (Target target = targets.start(name)) {
        for (Load load : loads(options)) {
          run(target, load, options, reports);
        }
      }
    }
    reports.print();
  }

  private static void run(Target target, Load load, Options options, Reports reports)
      throws Exception {
    reports.progress(target.name() + ": " + load.sockets() + " sockets, rooms: " + load.rooms());
    new Run(
            target,
            load.sockets(),
            load.rooms(),
            options.number("senders"),
            options.number("content"))
        .carryOut(
            load.rates(),
            options.number("warm-up"),
            options.number("seconds"),
            options.number("worst"),
            step -> reports.add(step.figures()));
  }

  /** The loads of a named set, or the one that the options describe. */
  private static List<Load> loads(Options options) {
    return switch (options.text("set")) {
      case "" ->
          List.of(
              new Load(
                  options.number("rooms"),
                  options.number("sockets"),
                  rates(options.text("rates"))));
      case SMALL_ROOMS ->
          List.of(
              new Load(100, 1000, List.of(1000)),
              new Load(10, 1000, List.of(300)),
              new Load(1, 1000, List.of(100)),
              new Load(1, 20, List.of(20)));
      default -> throw new IllegalArgumentException("--set (expected: " + SMALL_ROOMS + ")");
    };
  }

  private static List<Integer> rates(String text) {
    return Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList();
  }
}
