package chat.bench.load;

import chat.bench.measure.Benchmark;
import chat.bench.measure.Options;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cost of an inbox: the memory of a socket that has one beside that of a socket that has none,
 * and the processor time of the gateways for a frame of activity. A gateway has one entry for each
 * room and user, which the sockets of a user share.
 */
public final class InboxBenchmark implements Benchmark {

  private static final double KIB = 1024;
  private static final double MILLION = 1e6;
  private static final long SECOND = 1_000_000_000L;

  @Override
  public String name() {
    return "inbox";
  }

  @Override
  public String purpose() {
    return "memory of each socket with an inbox, and processor time of each frame of activity";
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> options = Targets.options();
    options.put("users", "200");
    options.put("rooms", "100");
    options.put("sockets", "2000");
    options.put("rate", "2");
    options.put("seconds", "30");
    options.put("report", "target/bench/inbox.json");
    return options;
  }

  @Override
  public void run(Options options) throws Exception {
    Reports reports = new Reports(Path.of(options.text("report")));
    reports.progress("starting chat");
    try (Target target = new Targets(options).start("chat")) {
      InetSocketAddress gateway = target.addresses().get(0);
      int rooms = options.number("rooms");
      reports.progress("making rooms and members");
      List<String> tokens = new InboxMembers(gateway).make(options.number("users"), rooms);
      Dialect dialect = new InboxDialect(tokens, Math.min(200, rooms));
      measure(target, dialect, options, reports);
    }
    reports.print();
  }

  private static void measure(Target target, Dialect dialect, Options options, Reports reports)
      throws IOException, InterruptedException {
    ServerProcesses gateways = target.servers().named(Target.SOCKET_SERVER);
    int sockets = options.number("sockets");
    int rooms = options.number("rooms");
    long without;
    try (Crowd plain = new Crowd(target.addresses(), dialect, new Tally())) {
      plain.open(sockets, rooms, false);
      without = settled(gateways);
    }
    Tally tally = new Tally();
    try (Crowd crowd = new Crowd(target.addresses(), dialect, tally)) {
      long start = System.nanoTime();
      crowd.open(sockets, rooms, true);
      double opened = (System.nanoTime() - start) / MILLION;
      long with = settled(gateways);
      crowd.open(1, rooms, false);
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("sockets", sockets);
      figures.put("users", options.number("users"));
      figures.put("rooms", rooms);
      figures.put("ms to open", Math.round(opened));
      figures.put("KiB/socket more", (with - without) / KIB / sockets);
      activity(crowd, dialect, tally, gateways, options, figures);
      reports.add(figures);
    }
  }

  private static void activity(
      Crowd crowd,
      Dialect dialect,
      Tally tally,
      ServerProcesses gateways,
      Options options,
      Map<String, Object> figures)
      throws InterruptedException {
    Plan plan = new Plan(options.number("rate"), options.number("rooms"), "x".repeat(80));
    int sockets = crowd.sockets().size() - 1;
    List<LoadSocket> sender = crowd.sockets().subList(sockets, sockets + 1);
    long now = System.nanoTime();
    long warm = plan.carryOut(sender, dialect, now, now + 10 * SECOND);
    Thread.sleep(2_000);
    long from = System.nanoTime();
    long to = from + options.number("seconds") * SECOND;
    Tally.Span span = tally.measure(from, to);
    double before = gateways.processorSeconds();
    long sent = plan.carryOut(sender, dialect, from, to);
    Thread.sleep(2_000);
    double used = gateways.processorSeconds() - before;
    figures.put("warm-up messages", warm);
    figures.put("messages", sent);
    figures.put("activities", span.delivered());
    figures.put("µs/activity", used * MILLION / Math.max(1, span.delivered()));
    figures.put("p99 ms", span.deliveries.getValueAtPercentile(99) / MILLION);
  }

  private static long settled(ServerProcesses servers) throws IOException, InterruptedException {
    Thread.sleep(7_000);
    servers.collectGarbage();
    Thread.sleep(1_000);
    return servers.residentBytes();
  }
}
