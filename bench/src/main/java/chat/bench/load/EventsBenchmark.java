package chat.bench.load;

import chat.bench.measure.Benchmark;
import chat.bench.measure.Options;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Measures how far the resolved stream is behind the log, and what it costs. */
public final class EventsBenchmark implements Benchmark {

  private static final int KAFKA = 9092 - 8080;

  @Override
  public String name() {
    return "events";
  }

  @Override
  public String purpose() {
    return "the delay of chat.events at a plain consumer; CHAT_WRITER_EVENTS_ENABLED=false shows its cost";
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> options = Targets.options();
    options.put("rooms", "100");
    options.put("senders", "10");
    options.put("rate", "1000");
    options.put("warm-up", "20");
    options.put("seconds", "30");
    options.put("content", "60");
    options.put("report", "target/bench/events.json");
    return options;
  }

  @Override
  public void run(Options options) throws Exception {
    Reports reports = new Reports(Path.of(options.text("report")));
    int rooms = options.number("rooms");
    int seconds = options.number("seconds");
    String brokers = "127.0.0.1:" + (options.number("port") + KAFKA);
    try (Target target = new Targets(options).start("chat");
        StreamReader reader = new StreamReader(brokers)) {
      reader.start();
      new Run(target, rooms, rooms, options.number("senders"), options.number("content"))
          .carryOut(
              List.of(options.number("rate")),
              options.number("warm-up"),
              seconds,
              Double.MAX_VALUE,
              step -> reports.add(figures(step, reader, seconds)));
    }
    reports.print();
  }

  private static Map<String, Object> figures(Step step, StreamReader reader, int seconds) {
    Histogram delays = reader.delays(seconds);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("messages/s", step.rate());
    figures.put("sent", step.sent());
    figures.put("read", delays.getTotalCount());
    figures.put("delay p50 ms", delays.getValueAtPercentile(50));
    figures.put("delay p99 ms", delays.getValueAtPercentile(99));
    figures.put("delay max ms", delays.getMaxValue());
    step.figures()
        .forEach(
            (name, value) -> {
              if (name.startsWith("µs/message")) {
                figures.put(name, value);
              }
            });
    return figures;
  }
}
