package chat.infra.prove;

import chat.infra.prove.client.Accounts;
import chat.infra.prove.client.Calls;
import chat.infra.prove.client.Devices;
import chat.infra.prove.client.FinalState;
import chat.infra.prove.client.MembershipChanges;
import chat.infra.prove.client.Participants;
import chat.infra.prove.client.Uploads;
import chat.infra.prove.fault.Fault;
import chat.infra.prove.history.Kind;
import chat.infra.prove.history.Recorder;
import chat.infra.prove.judge.Judge;
import chat.infra.prove.judge.Verdict;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One run against an installation: load, faults, calm, and the judge. */
public final class Run {

  private static final Duration CONNECTS = Duration.ofMinutes(2);
  private static final Duration CALM = Duration.ofSeconds(90);

  private final List<URI> gateways;
  private final String key;
  private final Plan plan;
  private final Path history;
  private final Consumer<String> log;

  /**
   * A run.
   *
   * @param key of a service with the scopes users, tokens, rooms and read
   * @param history the file for the record, which must not exist
   * @param log gets a line for each step
   */
  public Run(List<URI> gateways, String key, Plan plan, Path history, Consumer<String> log) {
    this.gateways = List.copyOf(gateways);
    this.key = key;
    this.plan = plan;
    this.history = history;
    this.log = log;
  }

  /** Gives the faults, once the clients are there. */
  @FunctionalInterface
  public interface Choice {
    Iterator<Fault> faults(Devices devices) throws IOException, InterruptedException;
  }

  /** Carries it out and judges it. */
  public Verdict carryOut(Choice choice) throws IOException, InterruptedException {
    Calls calls = new Calls(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    String name = "prove-" + Long.toString(System.currentTimeMillis(), 36);
    Participants participants =
        new Accounts(calls, gateways.get(0), key, name).make(plan.clients(), plan.listeners());
    log.accept(
        "%d rooms, %d clients, run %s"
            .formatted(
                participants.cast().rooms().size(), participants.cast().userOf().size(), name));
    Recorder recorder = new Recorder(history);
    try (recorder;
        Devices devices = new Devices(gateways, participants, recorder, plan.seed())) {
      Uploads uploads = new Uploads(participants, devices, log);
      drive(devices, participants, uploads, recorder, choice);
      settle(devices, new FinalState(calls, gateways, key, participants, recorder, log));
      uploads.recordFiles();
      for (Throwable failure : devices.failures()) {
        log.accept("a client failed: " + failure);
        recorder.add(Kind.CLIENT_FAILED, 0, 0, 0, 0, 0, 0);
      }
    }
    log.accept("judging");
    return Judge.judge(recorder.recording(participants.cast()));
  }

  private void drive(
      Devices devices, Participants participants, Uploads uploads, Recorder recorder, Choice choice)
      throws IOException, InterruptedException {
    devices.begin();
    if (!devices.awaitLive(CONNECTS)) {
      throw new IOException("not all clients are connected after " + CONNECTS);
    }
    try (uploads;
        MembershipChanges membership = new MembershipChanges(participants, devices)) {
      membership.begin();
      uploads.begin();
      devices.send(plan.rate());
      TimeUnit.MILLISECONDS.sleep(plan.warmUp().toMillis());
      inject(choice.faults(devices), recorder);
      devices.quiet();
      recorder.add(Kind.LOAD_ENDED, 0, 0, 0, 0, 0, 0);
    }
  }

  private void inject(Iterator<Fault> faults, Recorder recorder) throws InterruptedException {
    while (faults.hasNext()) {
      Fault fault = faults.next();
      log.accept("fault: " + fault.name());
      int number = recorder.faultBegan(fault.name());
      try {
        fault.begin().run();
        if (fault.stopsLog()) {
          recorder.add(Kind.LOG_STOPPED, 0, 0, 0, 0, 0, number);
        }
        TimeUnit.MILLISECONDS.sleep(fault.lasts().toMillis());
        if (fault.stopsLog()) {
          recorder.add(Kind.LOG_REPAIRED, 0, 0, 0, 0, 0, number);
        }
        fault.end().run();
      } catch (IOException e) {
        log.accept("no further faults: " + e.getMessage());
        recorder.add(Kind.FAULT_FAILED, 0, 0, 0, 0, 0, number);
        return;
      }
      recorder.faultEnded(number);
      TimeUnit.MILLISECONDS.sleep(plan.rest().toMillis());
    }
  }

  /** Waits until everything is everywhere; what is not is found by the judge. */
  private void settle(Devices devices, FinalState ends) throws InterruptedException {
    log.accept("calm");
    if (!devices.awaitIdle(CALM)) {
      // The logs are read in turn, and compared: nothing may be sent meanwhile.
      log.accept("some clients are behind after " + CALM + ", and send no more");
      devices.dropWaiting();
    }
    if (!devices.awaitIdle(CALM) || !devices.awaitLive(CALM)) {
      log.accept("some clients are not done after " + CALM);
    }
    Map<Integer, Long> last = ends.last();
    if (!devices.awaitShown(last, CALM)) {
      log.accept("some clients have not shown everything after " + CALM);
    }
    ends.recordLogs();
    ends.recordUnread();
  }
}
