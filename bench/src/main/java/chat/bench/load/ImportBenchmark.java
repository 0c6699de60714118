package chat.bench.load;

import chat.bench.measure.Benchmark;
import chat.bench.measure.Options;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * The rate of an import, first and repeated, the gateway's memory in it, and what it does to live
 * messages: their time until the acknowledgement, at the importing gateway and at another one.
 */
public final class ImportBenchmark implements Benchmark {

  private static final double MILLION = 1e6;
  private static final double MIB = 1 << 20;
  private static final long SECOND = 1_000_000_000L;
  private static final long FIRST_AT = 1_500_000_000_000L;
  private static final int WARM = 10_000;
  private static final int WARM_SECONDS = 10;
  private static final int QUIET_SECONDS = 15;
  private static final String TEXT = "A message that was sent before there was this system. ";

  @Override
  public String name() {
    return "import";
  }

  @Override
  public String purpose() {
    return "imports: messages a second, memory, and the latency of live messages beside one";
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> options = Targets.options();
    options.remove("targets");
    options.put("messages", "30000");
    options.put("size", "100");
    options.put("rooms", "20");
    options.put("live", "20");
    options.put("report", "target/bench/import.json");
    return options;
  }

  @Override
  public void run(Options options) throws Exception {
    Reports reports = new Reports(Path.of(options.text("report")));
    reports.progress("starting chat");
    ExecutorService importing = Executors.newSingleThreadExecutor();
    try (ChatTarget target = new Targets(options).startChat()) {
      reports.progress("warming up");
      BackEnd importer = target.backEnd(0);
      BackEnd.Imported unused = importer.load(people(options.number("rooms")));
      unused = importer.load(messages("warm", WARM, options));
      importer.say("live", "hello");
      for (int gateway = 0; gateway < 2; gateway++) {
        LiveTimes live = new LiveTimes(target.backEnd(gateway), options.number("live"));
        Histogram unusedTimes = live.during(lasting(WARM_SECONDS));
        Histogram quiet = live.during(lasting(QUIET_SECONDS));
        reports.progress("importing, with live messages at gateway " + (gateway + 1));
        String ids = "at-" + gateway;
        Future<Map<String, Object>> running =
            importing.submit(() -> load(target, importer, ids, options));
        Histogram beside = live.during(() -> !running.isDone());
        reports.add(figures(running.get(), gateway, quiet, beside));
      }
      reports.progress("repeating an import");
      reports.add(load(target, importer, "at-0", options));
    } finally {
      importing.shutdownNow();
    }
  }

  private static Map<String, Object> load(
      ChatTarget target, BackEnd importer, String ids, Options options) throws Exception {
    ServerProcesses gateways = target.servers().named(Target.SOCKET_SERVER);
    long start = System.nanoTime();
    Map<String, Double> before = target.servers().processorSecondsByName();
    BackEnd.Imported done = importer.load(messages(ids, options.number("messages"), options));
    double seconds = (System.nanoTime() - start) / MILLION / 1000;
    Map<String, Double> used = target.servers().processorSecondsByName();
    used.replaceAll((process, total) -> total - before.getOrDefault(process, 0.0));
    double all = used.values().stream().mapToDouble(Double::doubleValue).sum();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("lines", done.lines());
    figures.put("known", done.known());
    figures.put("lines/s", Math.round(done.lines() / seconds));
    figures.put("µs/line, all", all * MILLION / done.lines());
    used.forEach((name, time) -> figures.put("µs/line, " + name, time * MILLION / done.lines()));
    figures.put("MiB of both gateways", gateways.residentBytes() / MIB);
    return figures;
  }

  private static Map<String, Object> figures(
      Map<String, Object> figures, int gateway, Histogram quiet, Histogram beside) {
    figures.put("live at gateway", gateway + 1);
    figures.put("quiet p50 ms", quiet.getValueAtPercentile(50) / MILLION);
    figures.put("quiet p99 ms", quiet.getValueAtPercentile(99) / MILLION);
    figures.put("beside p50 ms", beside.getValueAtPercentile(50) / MILLION);
    figures.put("beside p99 ms", beside.getValueAtPercentile(99) / MILLION);
    return figures;
  }

  private static BooleanSupplier lasting(int seconds) {
    long end = System.nanoTime() + seconds * SECOND;
    return () -> System.nanoTime() < end;
  }

  private static Stream<String> people(int rooms) {
    return Stream.concat(
        IntStream.range(0, rooms)
            .mapToObj(
                i ->
                    "{\"type\":\"user\",\"id\":\"old-%1$d\",\"username\":\"old-%1$d\"}"
                        .formatted(i)),
        IntStream.range(0, rooms)
            .mapToObj(
                i ->
                    "{\"type\":\"room\",\"room\":\"old-%1$d\",\"owner\":\"old-%1$d\",\"visibility\":\"public\"}"
                        .formatted(i)));
  }

  private static Stream<String> messages(String ids, int count, Options options) {
    int rooms = options.number("rooms");
    String text = TEXT.repeat(1 + options.number("size") / TEXT.length());
    String content = text.substring(0, options.number("size"));
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                "{\"type\":\"message\",\"room\":\"old-%1$d\",\"user\":\"old-%1$d\",\"id\":\"%2$s-%3$d\",\"content\":\"%4$s\",\"at\":%5$d}"
                    .formatted(i % rooms, ids, i, content, FIRST_AT + i));
  }
}
