package chat.bench.load;

import chat.bench.measure.Benchmark;
import chat.bench.measure.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The cost of an idle socket that has joined a room. A first round of sockets opens and closes
 * before, so that one-time costs of a process are not counted.
 */
public final class IdleBenchmark implements Benchmark {

  private static final double KIB = 1024;

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public String purpose() {
    return "resident memory of each idle socket, after garbage collection";
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> options = Targets.options();
    options.put("sockets", "10000");
    options.put("rooms", "1000");
    options.put("hold", "0");
    options.put("report", "target/bench/idle.json");
    return options;
  }

  @Override
  public void run(Options options) throws Exception {
    Reports reports = new Reports(Path.of(options.text("report")));
    Targets targets = new Targets(options);
    for (String name : targets.names()) {
      reports.progress("starting " + name);
      try (Target target = targets.start(name)) {
        measure(target, options, reports);
      }
    }
    reports.print();
  }

  private static void measure(Target target, Options options, Reports reports)
      throws IOException, InterruptedException {
    int sockets = options.number("sockets");
    ServerProcesses servers = target.servers().named(Target.SOCKET_SERVER);
    long before = 0;
    for (int round = 0; round < 2; round++) {
      try (Crowd crowd = new Crowd(target.addresses(), target.dialect(), new Tally())) {
        reports.progress(target.name() + ": " + sockets + " sockets, round " + (round + 1));
        crowd.open(sockets, options.number("rooms"), true);
        if (round == 1) {
          long after = settled(servers);
          Map<String, Object> figures = new LinkedHashMap<>();
          figures.put("target", target.name());
          figures.put("sockets", sockets);
          figures.put("before MiB", before / KIB / KIB);
          figures.put("after MiB", after / KIB / KIB);
          figures.put("KiB/socket", (after - before) / KIB / sockets);
          reports.add(figures);
          Thread.sleep(options.number("hold") * 1000L);
        }
      }
      before = settled(servers);
    }
  }

  private static long settled(ServerProcesses servers) throws IOException, InterruptedException {
    Thread.sleep(7000);
    servers.collectGarbage();
    Thread.sleep(1000);
    return servers.residentBytes();
  }
}
