package chat.infra.prove.client;

import chat.infra.prove.history.Recorder;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All clients of a run, and the load that they make. */
public final class Devices implements AutoCloseable {

  private static final int THREADS = 2;
  private static final int MOST_ORDERS = 10_000;
  private static final int MOST_FAILURES = 10;
  private static final Duration STEP = Duration.ofMillis(10);
  private static final Duration READS = Duration.ofMillis(200);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Participants participants;
  private final ExecutorService transport = Executors.newFixedThreadPool(THREADS, Devices::daemon);
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final List<DeviceExecutor> executors = new ArrayList<>();
  private final DeviceExecutor load = new DeviceExecutor("load", this::failed);
  private final List<Device> devices = new ArrayList<>();
  private final AtomicInteger orders = new AtomicInteger();
  private final Random random;
  private final Calls calls;
  private final HttpClient http;
  private final SharedParts shared;
  private @Nullable ScheduledFuture<?> generator;
  private @Nullable ScheduledFuture<?> churn;
  private double due;

  /** Clients that are not connected yet. */
  public Devices(List<URI> gateways, Participants participants, Recorder recorder, long seed) {
    this.participants = participants;
    this.random = new Random(seed);
    this.http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(transport).build();
    this.calls = new Calls(http);
    this.shared = new SharedParts(gateways, participants.roomNames(), http, calls, recorder);
    for (int i = 0; i < THREADS; i++) {
      executors.add(new DeviceExecutor("devices-" + i, this::failed));
    }
    for (int i = 0; i < participants.joins().size(); i++) {
      devices.add(new Device(i, participants.token(i), shared, executors.get(i % THREADS), seed));
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "transport");
    thread.setDaemon(true);
    return thread;
  }

  private void failed(Throwable failure) {
    if (failures.size() < MOST_FAILURES) {
      failures.add(failure);
    }
  }

  /** Failures of the clients' own code. */
  public List<Throwable> failures() {
    return List.copyOf(failures);
  }

  Device device(int client) {
    return devices.get(client);
  }

  SharedParts shared() {
    return shared;
  }

  /** Connects all. */
  public void begin() {
    for (int i = 0; i < devices.size(); i++) {
      devices.get(i).begin(participants.joins().get(i));
    }
    var unusedTicks =
        every(Device.TICK, () -> devices.forEach(device -> run(device, device::tick)));
    var unusedReads = every(READS, () -> some(Device::read));
  }

  private ScheduledFuture<?> every(Duration time, Runnable task) {
    return load.scheduleWithFixedDelay(
        task, time.toMillis(), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void some(Consumer<Device> order) {
    Device device = devices.get(random.nextInt(participants.senders()));
    run(device, () -> order.accept(device));
  }

  /** Runs an order of a device in its turn, unless too many wait. */
  private void run(Device device, Runnable order) {
    if (orders.incrementAndGet() > MOST_ORDERS + devices.size()) {
      orders.decrementAndGet();
      return;
    }
    device
        .executor()
        .execute(
            () -> {
              orders.decrementAndGet();
              order.run();
            });
  }

  /** Begins to send at a rate, until {@link #quiet}. */
  public void send(int perSecond) {
    long begin = System.nanoTime();
    due = 0;
    generator =
        every(
            STEP,
            () -> {
              double until = (System.nanoTime() - begin) / 1e9 * perSecond;
              // After a pause of this process the load goes on, it does not make up for the pause.
              due = Math.max(due, until - perSecond);
              for (; due < until; due++) {
                say();
              }
            });
  }

  private void say() {
    int client = random.nextInt(participants.senders());
    List<Integer> rooms = participants.joins().get(client);
    int room = rooms.get(random.nextInt(rooms.size()));
    Device device = devices.get(client);
    run(device, () -> device.say(room));
  }

  /** Begins to cut the socket of one client after the other, until {@link #quiet}. */
  public void churn(Duration each) {
    churn = every(each, () -> some(Device::cut));
  }

  /** Ends the load. */
  public void quiet() {
    if (generator != null) {
      generator.cancel(false);
    }
    if (churn != null) {
      churn.cancel(false);
    }
  }

  /** Has all clients forget what they would send, but for what is under way. */
  public void dropWaiting() {
    devices.forEach(device -> device.executor().execute(device::dropWaiting));
  }

  /** Cuts the sockets of all clients. */
  public void cut() {
    devices.forEach(device -> device.executor().execute(device::cut));
  }

  /** Waits until all clients are connected and miss nothing; returns whether they are. */
  public boolean awaitLive(Duration patience) throws InterruptedException {
    return await(Device::isLive, patience);
  }

  /** Waits until no client has anything to send; returns whether it is so. */
  public boolean awaitIdle(Duration patience) throws InterruptedException {
    return await(Device::isIdle, patience);
  }

  /** Waits until all clients have shown their rooms up to a position; returns whether they have. */
  public boolean awaitShown(Map<Integer, Long> ends, Duration patience)
      throws InterruptedException {
    return await(
        device ->
            ends.entrySet().stream().allMatch(end -> device.hasShown(end.getKey(), end.getValue())),
        patience);
  }

  private boolean await(Predicate<Device> wanted, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    List<Device> waiting = devices;
    while (true) {
      waiting = waiting.stream().filter(device -> !ask(device, wanted)).toList();
      if (waiting.isEmpty()) {
        return true;
      }
      if (System.nanoTime() > deadline) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    }
  }

  private static boolean ask(Device device, Predicate<Device> question) {
    return CompletableFuture.supplyAsync(() -> question.test(device), device.executor()).join();
  }

  @Override
  public void close() {
    load.shutdownNow();
    devices.forEach(device -> ask(device, Devices::isStopped));
    executors.forEach(DeviceExecutor::shutdownNow);
    transport.shutdownNow();
  }

  private static boolean isStopped(Device device) {
    device.stop();
    return true;
  }
}
