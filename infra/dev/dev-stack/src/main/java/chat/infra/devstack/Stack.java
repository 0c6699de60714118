package chat.infra.devstack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The parts of one instance and their processes.
 *
 * <p>One thread starts it and then watches it, others may kill or start a part meanwhile, and any
 * thread may stop all parts, which is final.
 */
final class Stack {
  /**
   * Time limits for processes.
   *
   * @param start maximum time to become ready; a cold Cassandra on a busy machine took one minute
   * @param stop maximum time to end, for all parts of a kind; a gateway drains its sockets
   */
  record Patience(Duration start, Duration stop) {
    static final Patience DEFAULT = new Patience(Duration.ofMinutes(3), Duration.ofSeconds(30));
  }

  private static final Duration START_TICK = Duration.ofMillis(100);
  private static final Duration WATCH_TICK = Duration.ofMillis(500);

  /** Of so many ticks, one probes parts that are ready: an answer costs a service milliseconds. */
  private static final int TICKS_PER_PROBE = 4;

  /**
   * The delay before a death is reported: on Ctrl-C, Redis ends before the launcher knows that all
   * parts are to stop.
   */
  private static final Duration DEATH_DELAY = Duration.ofMillis(300);

  private final List<Part> parts;
  private final DataDirectory data;
  private final Console console;
  private final Patience patience;
  private final Map<String, Child> children = new ConcurrentHashMap<>();
  private final CountDownLatch stopping = new CountDownLatch(1);

  Stack(List<Part> parts, DataDirectory data, Console console, Patience patience) {
    this.parts = List.copyOf(parts);
    this.data = data;
    this.console = console;
    this.patience = patience;
  }

  /**
   * Starts the backends and tasks, then the services, and waits until they are ready.
   *
   * @return false if it was stopped meanwhile
   * @throws Failure if one dies or takes too long
   */
  boolean startAll() throws InterruptedException {
    return start(Set.of(Part.Kind.BACKEND, Part.Kind.TASK)) && start(Set.of(Part.Kind.SERVICE));
  }

  private boolean start(Set<Part.Kind> kinds) throws InterruptedException {
    List<Child> started = new ArrayList<>();
    for (Part part : parts) {
      if (kinds.contains(part.kind()) && !isStopping()) {
        started.add(launch(part));
      }
    }
    return awaitDone(started);
  }

  private boolean awaitDone(List<Child> started) throws InterruptedException {
    List<Child> waiting = new ArrayList<>(started);
    while (!waiting.isEmpty()) {
      if (pause(START_TICK)) {
        return false;
      }
      for (ListIterator<Child> children = waiting.listIterator(); children.hasNext(); ) {
        Child child = children.next();
        if (hasBecomeDone(child)) {
          children.remove();
        } else if (!child.isAlive() && !child.isDone() && !pause(DEATH_DELAY)) {
          children.set(launchWithoutArchive(child));
        }
      }
      List<String> names = waiting.stream().map(child -> child.part().name()).toList();
      console.progress(names, started.get(0).age());
    }
    return !isStopping();
  }

  private boolean hasBecomeDone(Child child) throws InterruptedException {
    child.probe();
    if (child.isDone()) {
      console.ready(child.part(), child.age());
      return true;
    }
    if (child.age().compareTo(patience.start()) > 0) {
      throw new Failure(
          "%s is not ready after %d s, see %s"
              .formatted(
                  child.part().name(),
                  patience.start().toSeconds(),
                  data.log(child.part().name())));
    }
    return false;
  }

  /**
   * Starts a part again that has died, in case that its archive of classes was the reason. The
   * archive is removed, so that later starts do not fail by it.
   */
  private Child launchWithoutArchive(Child child) {
    if (!child.part().hasArchive()) {
      throw child.death();
    }
    ClassArchives.discard(child.part().command());
    return launch(child.part().withoutArchive());
  }

  /** Watches all parts and reports changes until the stack is stopped. */
  void watch() throws InterruptedException {
    for (int tick = 1; !pause(WATCH_TICK); tick++) {
      for (Child child : children.values()) {
        watch(child, tick % TICKS_PER_PROBE == 0);
      }
    }
  }

  private void watch(Child child, boolean probes) throws InterruptedException {
    String name = child.part().name();
    if (child.part().kind() == Part.Kind.TASK) {
      return;
    }
    Child.State before = child.state();
    Child.State now = probes || before != Child.State.READY ? child.probe() : before;
    if (isStopping()) {
      return;
    }
    if (now == Child.State.STOPPED) {
      if (!pause(DEATH_DELAY) && children.remove(name, child)) {
        console.part(name, "stopped: " + child.death().getMessage());
      }
    } else if (before == Child.State.STARTING && now == Child.State.READY) {
      console.ready(child.part(), child.age());
    } else if (now != before) {
      console.part(name, now == Child.State.READY ? "ready again" : "degraded");
    }
  }

  /** Kills a part. */
  void kill(String name) throws InterruptedException {
    find(name);
    Child child = children.remove(name);
    if (child == null || !child.isAlive()) {
      throw new Failure(name + " is not running");
    }
    child.kill();
    child.awaitEnd(patience.stop());
    console.part(name, "killed");
  }

  /** Starts a part that is not running and waits until it is ready. */
  void start(String name) throws InterruptedException {
    Child child = launch(find(name));
    while (child.state() == Child.State.STARTING) {
      if (pause(START_TICK)) {
        throw new Failure("everything is being stopped");
      }
      if (child.age().compareTo(patience.start()) > 0) {
        throw new Failure(name + " is not ready after " + patience.start().toSeconds() + " s");
      }
    }
    if (!child.isAlive()) {
      throw child.death();
    }
  }

  private Part find(String name) {
    return parts.stream()
        .filter(part -> part.name().equals(name) && part.kind() != Part.Kind.TASK)
        .findFirst()
        .orElseThrow(() -> new Failure("there is no part " + name));
  }

  private synchronized Child launch(Part part) {
    if (isStopping()) {
      throw new Failure("everything is being stopped");
    }
    Child running = children.get(part.name());
    if (running != null && running.isAlive()) {
      throw new Failure(part.name() + " is running already");
    }
    Child child = Child.start(part, data);
    children.put(part.name(), child);
    return child;
  }

  /** The current state of each part except tasks. */
  List<Status> statuses() {
    return parts.stream()
        .filter(part -> part.kind() != Part.Kind.TASK)
        .map(part -> Status.of(part, children.get(part.name())))
        .toList();
  }

  boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /** Stops all parts, the services before the backends, and returns when all have ended. */
  void stop() throws InterruptedException {
    synchronized (this) {
      stopping.countDown();
    }
    List<Part.Kind> kinds = new ArrayList<>(List.of(Part.Kind.values()));
    Collections.reverse(kinds);
    for (Part.Kind kind : kinds) {
      stop(children.values().stream().filter(child -> child.part().kind() == kind).toList());
    }
  }

  private void stop(List<Child> kind) throws InterruptedException {
    long deadline = System.nanoTime() + patience.stop().toNanos();
    kind.forEach(Child::stop);
    for (Child child : kind) {
      if (!child.awaitEnd(Duration.ofNanos(deadline - System.nanoTime()))) {
        child.kill();
        child.awaitEnd(patience.stop());
      }
    }
  }

  /** Pauses; returns true, at once, if the stack is being stopped. */
  private boolean pause(Duration time) throws InterruptedException {
    return stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
