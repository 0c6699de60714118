package chat.bench.load;

import chat.bench.measure.Benchmark;
import chat.bench.measure.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cost of an inbox: the memory of a socket that has one beside that of a socket that has none,
 * the processor time of the gateways for a frame of activity, the time in which a user with many
 * rooms gets the first page, and that of a page of {@code GET /api/rooms}. A gateway has one entry
 * for each room and user, which the sockets of a user share.
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
    return "inboxes: memory of a socket, processor time of an activity, time of a first page";
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> options = Targets.options();
    options.remove("targets");
    options.put("users", "1000");
    options.put("rooms", "100");
    options.put("members", "100");
    options.put("order", "rooms");
    options.put("sockets", "1000");
    options.put("rate", "10");
    options.put("seconds", "20");
    options.put("owned", "1000,10000");
    options.put("report", "target/bench/inbox.json");
    return options;
  }

  @Override
  public void run(Options options) throws Exception {
    Reports reports = new Reports(Path.of(options.text("report")));
    reports.progress("starting chat");
    try (ChatTarget target = new Targets(options).startChat()) {
      InboxMembers members = new InboxMembers(target.backEnd(0));
      for (String owned : options.text("owned").split(",", -1)) {
        reports.progress("making a user with " + owned + " rooms");
        String token = members.owner("owner-" + owned, Integer.parseInt(owned));
        reports.add(new FirstPages(target.addresses().get(1), token).measure(owned));
      }
      reports.progress("making users, rooms and members");
      int users = options.number("users");
      int each = options.number("rooms");
      int inRoom = options.number("members");
      members.crowd(users, each, inRoom);
      join(target, members, options, reports);
      int sockets = options.number("sockets");
      if (sockets > 0) {
        List<String> tokens = members.tokens(Math.min(users, sockets));
        measure(target, new InboxDialect(tokens, Math.min(200, each)), options, reports);
      }
    }
  }

  /** Makes all members, and tells what that cost. */
  private static void join(Target target, InboxMembers members, Options options, Reports reports)
      throws IOException, InterruptedException {
    int users = options.number("users");
    int each = options.number("rooms");
    int inRoom = options.number("members");
    int joins = users * each;
    List<Long> rates = new ArrayList<>();
    Map<String, Double> before = target.servers().processorSecondsByName();
    long start = System.nanoTime();
    members.join(
        users,
        each,
        inRoom,
        options.text("order").equals("rooms"),
        rate -> {
          rates.add(rate);
          reports.progress("a tenth of the joins, at " + rate + "/s");
        });
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("joins", joins);
    figures.put("members of a room", inRoom);
    figures.put("joins/s", joins * SECOND / (System.nanoTime() - start));
    figures.put("joins/s in each tenth", rates);
    target
        .servers()
        .processorSecondsByName()
        .forEach(
            (name, seconds) ->
                figures.put(
                    "µs/join, " + name,
                    Math.round((seconds - before.getOrDefault(name, 0.0)) * MILLION / joins)));
    reports.add(figures);
  }

  private static void measure(Target target, Dialect dialect, Options options, Reports reports)
      throws IOException, InterruptedException {
    ServerProcesses gateways = target.servers().named(Target.SOCKET_SERVER);
    int sockets = options.number("sockets");
    int rooms =
        InboxMembers.rooms(
            options.number("users"), options.number("rooms"), options.number("members"));
    long without;
    try (Crowd plain = new Crowd(target.addresses(), dialect, new Tally())) {
      plain.open(sockets, rooms, false);
      without = settled(gateways);
    }
    Tally tally = new Tally();
    try (Crowd crowd = new Crowd(target.addresses(), dialect, tally)) {
      long start = System.nanoTime();
      double before = gateways.processorSeconds();
      crowd.open(sockets, rooms, true);
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("sockets", sockets);
      figures.put("users", options.number("users"));
      figures.put("rooms of a user", options.number("rooms"));
      figures.put("ms to open all", Math.round((System.nanoTime() - start) / MILLION));
      double used = gateways.processorSeconds() - before;
      figures.put("ms of processor/open", used * 1000 / sockets);
      figures.put("KiB/socket more", (settled(gateways) - without) / KIB / sockets);
      crowd.open(1, rooms, false);
      activity(crowd, dialect, tally, gateways, options, rooms, figures);
      reports.add(figures);
    }
  }

  private static void activity(
      Crowd crowd,
      Dialect dialect,
      Tally tally,
      ServerProcesses gateways,
      Options options,
      int rooms,
      Map<String, Object> figures)
      throws InterruptedException {
    Plan plan = new Plan(options.number("rate"), rooms, "x".repeat(80));
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
    figures.put("p50 ms", span.deliveries.getValueAtPercentile(50) / MILLION);
    figures.put("p99 ms", span.deliveries.getValueAtPercentile(99) / MILLION);
  }

  private static long settled(ServerProcesses servers) throws IOException, InterruptedException {
    Thread.sleep(7_000);
    servers.collectGarbage();
    Thread.sleep(1_000);
    return servers.residentBytes();
  }
}
