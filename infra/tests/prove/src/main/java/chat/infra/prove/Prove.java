package chat.infra.prove;

import chat.infra.prove.client.Devices;
import chat.infra.prove.fault.BrokerProxies;
import chat.infra.prove.fault.Clocks;
import chat.infra.prove.fault.Fault;
import chat.infra.prove.fault.Faults;
import chat.infra.prove.fault.LimitedTime;
import chat.infra.prove.fault.Parts;
import chat.infra.prove.fault.Scenario;
import chat.infra.prove.judge.Verdict;
import chat.infra.prove.report.Page;
import chat.infra.prove.report.Text;
import chat.infra.prove.soak.Growth;
import chat.infra.prove.soak.Soak;
import chat.infra.prove.soak.UsageMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The command {@code ./chat prove}. */
public final class Prove {

  private static final int BROKEN = 1;
  private static final int FOUND = 2;

  private final long begin = System.nanoTime();
  private final ProveOptions options;
  private final Path chat;
  private @Nullable Soak soak;

  private Prove(ProveOptions options, Path chat) {
    this.options = options;
    this.chat = chat;
  }

  /**
   * Runs it; the process exits with 2 if a promise was broken, with 1 if the run failed.
   *
   * @param words the options
   */
  public static void main(String[] words) throws Exception {
    if (List.of(words).contains("--help")) {
      ProveOptions.help().forEach(System.out::println);
      return;
    }
    Path chat = Path.of(Objects.requireNonNull(System.getProperty("chat.script"), "chat.script"));
    ProveOptions options;
    try {
      options = ProveOptions.parse(List.of(words));
    } catch (IllegalArgumentException e) {
      System.err.println("chat prove: " + e.getMessage());
      System.exit(BROKEN);
      return;
    }
    try {
      Verdict verdict = new Prove(options, chat).run();
      System.exit(verdict.findings().isEmpty() ? 0 : FOUND);
    } catch (IOException | RuntimeException e) {
      System.err.println("chat prove: " + (e instanceof IOException ? e.getMessage() : e));
      System.exit(BROKEN);
    }
  }

  private Verdict run() throws IOException, InterruptedException {
    Path data = chat.resolveSibling(options.data()).toAbsolutePath();
    Files.createDirectories(data);
    Path history = data.resolve("history");
    Files.deleteIfExists(history);
    Path installation = data.resolve("installation");
    boolean isOwn = options.at().isEmpty();
    Verdict verdict = isOwn ? own(installation, history) : given(history);
    List<List<String>> held = List.of();
    if (options.isSoak()) {
      Growth growth = soak == null ? new Growth(List.of()) : soak.growth();
      growth.judge(verdict.findings());
      held = growth.rows();
    }
    List<String> errors = isOwn ? ErrorLines.of(installation.resolve("logs")) : List.of();
    Text.lines(options.title(), verdict, held, errors).forEach(System.out::println);
    Path page =
        options.report().isEmpty() ? data.resolve("report.html") : Path.of(options.report());
    Files.writeString(page, Page.of(options.title(), verdict, held, errors));
    System.out.println("page: " + page);
    return verdict;
  }

  private Verdict own(Path installation, Path history) throws IOException, InterruptedException {
    requirePossible();
    Clocks clocks = new Clocks(history.resolveSibling("clocks"));
    try (BrokerProxies proxies =
            new BrokerProxies(options.brokerPort(), options.cutsBrokers() ? options.brokers() : 0);
        OwnInstallation own =
            new OwnInstallation(chat, installation, options, environment(clocks, proxies))) {
      log("ready: " + own.gateways());
      Parts parts = new Parts(chat, installation);
      return new Run(own.gateways(), own.key(), options.plan(), history, this::log)
          .carryOut(
              devices -> faults(parts, new Faults(parts, clocks, proxies, devices::cut), devices));
    }
  }

  private Map<String, String> environment(Clocks clocks, BrokerProxies proxies)
      throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>(proxies.environment());
    if (options.setsClocks() && Clocks.canBeWrong()) {
      environment.putAll(clocks.environment());
      // They count by clocks too.
      environment.put("CHAT_LIMITS_ENABLED", Boolean.toString(!options.isMix()));
    }
    return environment;
  }

  private void requirePossible() throws IOException {
    for (Scenario scenario : options.scenarios()) {
      if (!options.isMix() && !scenario.obstacle().isEmpty()) {
        throw new IOException(
            "--scenario: %s %s".formatted(ProveOptions.word(scenario), scenario.obstacle()));
      }
    }
  }

  private Iterator<Fault> faults(Parts parts, Faults faults, Devices devices)
      throws IOException, InterruptedException {
    List<String> running = parts.names();
    List<String> names = options.parts().isEmpty() ? running : options.parts();
    if (!running.containsAll(names)) {
      throw new IOException("--parts: " + names + " (expected: some of " + running + ")");
    }
    Plan plan = options.plan();
    if (options.isSoak()) {
      Iterator<Fault> pauses = Scenario.SOAK.repeated(faults, names, plan.seed());
      soak = new Soak(devices, plan.rate(), plan.most(), new UsageMeter(parts), pauses);
      return soak;
    }
    return new LimitedTime(
        options.isMix() ? mix(faults, names) : chosen(faults, names), plan.most());
  }

  private Iterator<Fault> mix(Faults faults, List<String> names) {
    Set<Scenario> impossible =
        Stream.of(Scenario.values())
            .filter(scenario -> !scenario.obstacle().isEmpty())
            .collect(Collectors.toSet());
    return Scenario.mix(faults, names, impossible, options.plan().seed());
  }

  private Iterator<Fault> chosen(Faults faults, List<String> names) throws IOException {
    List<Fault> chosen = new ArrayList<>();
    for (Scenario scenario : options.scenarios()) {
      List<Fault> of = scenario.faults(faults, names);
      if (of.isEmpty() && scenario != Scenario.NONE) {
        throw new IOException(
            "--scenario: %s has no fault for %s"
                .formatted(ProveOptions.word(scenario), String.join(", ", names)));
      }
      chosen.addAll(of);
    }
    return chosen.iterator();
  }

  /** There is no control over a given installation's processes, so there are no faults. */
  private Verdict given(Path history) throws IOException, InterruptedException {
    String key = System.getenv("CHAT_SERVICE_KEY");
    if (key == null) {
      throw new IOException("CHAT_SERVICE_KEY has no key, which --at needs");
    }
    return new Run(options.at(), key, options.plan(), history, this::log)
        .carryOut(devices -> Collections.emptyIterator());
  }

  private void log(String line) {
    Duration since = Duration.ofNanos(System.nanoTime() - begin);
    System.out.printf("%4d s  %s%n", since.toSeconds(), line);
  }
}
