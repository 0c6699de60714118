package chat.bench.hostile;

import chat.bench.measure.Benchmark;
import chat.bench.measure.Options;
import chat.bench.measure.RunningStack;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.FutureTask;

/**
 * Runs floods that attack a gateway's memory, one after the other, while an honest client measures
 * its acks: sockets that never connect, clients that resume, bodies that do not end. Prints the
 * figures before and during each flood, and whether the gateway is alive. Repeats each flood: in
 * the first round, the code that handles it is still slow, as it was not compiled yet.
 */
public final class HostileBenchmark implements Benchmark {

  private static final int BODY = 65_536;
  private static final int FRAME = 65_536;
  private static final int EVENT = 1000;
  private static final long SETTLE_MILLIS = 12_000;

  @Override
  public String name() {
    return "hostile";
  }

  @Override
  public String purpose() {
    return "acks of an honest client, before and during floods for memory";
  }

  @Override
  public Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("port", "19080");
    options.put("gateway", "");
    options.put("floods", "sockets,resumers,deaf,bodies");
    options.put("sockets", "5000");
    options.put("resumers", "5000");
    options.put("missed", "200");
    options.put("deaf", "500");
    options.put("bodies", "6000");
    options.put("rounds", "2");
    options.put("seconds", "15");
    options.put("warm-up", "40");
    return options;
  }

  @Override
  public void run(Options options) throws Exception {
    if (!options.text("gateway").isEmpty()) {
      run(URI.create(options.text("gateway")), options);
      return;
    }
    try (RunningStack stack =
        new RunningStack(
            options.number("port"), 1, Map.of("CHAT_GATEWAY_SOCKET_LIMITS_UNCONNECTED", "20000"))) {
      run(stack.gateway(1), options);
    }
  }

  private static void run(URI gateway, Options options) throws Exception {
    Account honest = new Account(gateway);
    try (Probe probe = new Probe(gateway, honest)) {
      Thread.sleep(options.number("warm-up") * 1000L);
      print("warm-up", probe.drain());
    }
    for (String flood : options.text("floods").split(",", -1)) {
      for (int round = 1; round <= options.number("rounds"); round++) {
        System.out.printf("%s, round %d%n", flood, round);
        round(flood, gateway, options, honest);
      }
    }
  }

  private static void round(String flood, URI gateway, Options options, Account honest)
      throws Exception {
    try (Probe probe = new Probe(gateway, honest)) {
      Thread.sleep(SETTLE_MILLIS);
      probe.drain();
      Thread.sleep(options.number("seconds") * 1000L);
      print(flood + " before", probe.drain());
      attack(flood, gateway, options, probe);
    }
    System.out.printf("%s: alive=%s%n", flood, Account.isAlive(gateway));
    Thread.sleep(SETTLE_MILLIS);
  }

  /** Runs on a low-priority thread, as if the attacker had a machine of their own. */
  @SuppressWarnings("ThreadPriorityCheck") // where it has no effect, acks only look worse
  private static void attack(String flood, URI gateway, Options options, Probe probe)
      throws Exception {
    FutureTask<?> attack =
        new FutureTask<>(
            () -> {
              flood(flood, gateway, options, probe);
              return null;
            });
    Thread thread = new Thread(attack, "attacker");
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
    attack.get();
  }

  private static void flood(String name, URI gateway, Options options, Probe probe)
      throws Exception {
    long millis = options.number("seconds") * 1000L;
    switch (name) {
      case "sockets" -> sockets(gateway, options.number("sockets"), millis, probe);
      case "resumers" ->
          resume(
              gateway, options.number("resumers"), options.number("missed"), true, millis, probe);
      case "deaf" -> resume(gateway, options.number("deaf"), EVENT, false, millis, probe);
      case "bodies" -> bodies(gateway, options.number("bodies"), millis, probe);
      default -> throw new IllegalArgumentException("--floods: " + name);
    }
  }

  private static void sockets(URI gateway, int count, long millis, Probe probe) throws IOException {
    String unfinished = Flood.handshake() + Flood.frameHead(FRAME) + "a".repeat(FRAME - 1);
    try (Flood flood = new Flood(gateway, true, false)) {
      flood.open(count, unfinished);
      flood.go(millis);
      print("sockets during", probe.drain(), flood);
    }
  }

  private static void bodies(URI gateway, int count, long millis, Probe probe) throws IOException {
    String unfinished =
        "POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + BODY
            + "\r\n\r\n"
            + " ".repeat(BODY - 1);
    try (Flood flood = new Flood(gateway, true, false)) {
      flood.open(count, unfinished);
      flood.go(millis);
      print("bodies during", probe.drain(), flood);
    }
  }

  /**
   * All connections belong to one user, in a room with a number of messages of a thousand
   * characters.
   */
  private static void resume(
      URI gateway, int count, int missed, boolean reads, long millis, Probe probe)
      throws Exception {
    Account account = new Account(gateway);
    String room = "missed-" + System.nanoTime();
    long first = account.post(room, "first");
    for (int i = 1; i < missed; i++) {
      account.post(room, "x".repeat(EVENT - 250));
    }
    probe.drain();
    String says =
        Flood.handshake("Authorization: Bearer " + account.token())
            + Flood.frame(
                "{\"type\":\"connect\",\"rooms\":{\"%s\":{\"after\":%d}}}".formatted(room, first));
    try (Flood flood = new Flood(gateway, reads, !reads)) {
      flood.open(count, says);
      flood.go(millis);
      print((reads ? "resumers" : "deaf") + " during", probe.drain(), flood);
    }
  }

  private static void print(String when, Probe.Seen seen) {
    System.out.printf(
        "%s: open=%s acks=%d unanswered=%d p50=%.1f ms p99=%.1f ms%n",
        when, seen.isOpen(), seen.acks(), seen.unanswered(), seen.p50Millis(), seen.p99Millis());
  }

  private static void print(String when, Probe.Seen seen, Flood flood) {
    print(when, seen);
    System.out.printf("  closed on us: %d, bytes to us: %d%n", flood.gone(), flood.bytes());
  }
}
