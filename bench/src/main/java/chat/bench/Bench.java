package chat.bench;

import chat.bench.files.UploadBenchmark;
import chat.bench.hostile.HostileBenchmark;
import chat.bench.load.EventsBenchmark;
import chat.bench.load.FanOutBenchmark;
import chat.bench.load.IdleBenchmark;
import chat.bench.load.ImportBenchmark;
import chat.bench.load.InboxBenchmark;
import chat.bench.log.ColdStart;
import chat.bench.log.HistoryPages;
import chat.bench.log.Memory;
import chat.bench.log.PresenceStart;
import chat.bench.log.ReadCost;
import chat.bench.log.Recovery;
import chat.bench.log.SignalRecords;
import chat.bench.log.WriterThroughput;
import chat.bench.measure.Benchmark;
import chat.bench.measure.Options;
import chat.bench.presence.PresenceCost;
import chat.bench.presence.PresenceFanOut;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.Main;

/** Runs a benchmark. */
public final class Bench {

  private static final List<Benchmark> ALL =
      List.of(
          new Memory(),
          new Recovery(),
          new ColdStart(),
          new ReadCost(),
          new SignalRecords(),
          new HistoryPages(),
          new WriterThroughput(),
          new PresenceCost(),
          new PresenceFanOut(),
          new PresenceStart(),
          new UploadBenchmark(),
          new FanOutBenchmark(),
          new EventsBenchmark(),
          new IdleBenchmark(),
          new ImportBenchmark(),
          new InboxBenchmark(),
          new HostileBenchmark());

  private Bench() {}

  /**
   * Runs one benchmark; the process exits with 1 on a failure.
   *
   * @param words its name and its options
   */
  public static void main(String[] words) throws Exception {
    String name = words.length == 0 ? "help" : words[0];
    List<String> options = Arrays.asList(words).subList(Math.min(1, words.length), words.length);
    if (name.equals("jmh")) {
      Main.main(options.toArray(String[]::new));
      return;
    }
    Optional<Benchmark> wanted = ALL.stream().filter(one -> one.name().equals(name)).findFirst();
    if (wanted.isEmpty()) {
      help();
      System.exit(name.equals("help") ? 0 : 1);
    }
    run(wanted.get(), options);
  }

  private static void run(Benchmark benchmark, List<String> words) throws Exception {
    Options options;
    try {
      options = Options.parse(words, benchmark.options());
    } catch (IllegalArgumentException e) {
      System.err.println("chat bench " + benchmark.name() + ": " + e.getMessage());
      System.exit(1);
      return;
    }
    benchmark.run(options);
    // Clients of brokers and stores may have left non-daemon threads.
    System.exit(0);
  }

  private static void help() {
    System.out.println("usage: ./chat bench NAME [--OPTION=VALUE...]");
    System.out.printf(
        "  %-12s %s%n", "jmh", "micro benchmarks; takes JMH's own options and a regex");
    for (Benchmark benchmark : ALL) {
      System.out.printf("  %-12s %s%n", benchmark.name(), benchmark.purpose());
      benchmark
          .options()
          .forEach((name, value) -> System.out.printf("      --%s=%s%n", name, value));
    }
  }
}
