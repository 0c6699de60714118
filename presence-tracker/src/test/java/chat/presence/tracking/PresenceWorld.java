package chat.presence.tracking;

import chat.contract.Author;
import chat.contract.presence.Presence;
import chat.contract.presence.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Users who come and go at two gateways, two trackers and their store, in one thread. A seed
 * decides each step. In a stormy world trackers and store fail too, and the published presence has
 * to be right in the end; in a calm one it has to be right at all times, up to the delays.
 */
final class PresenceWorld {

  static final long LINGER = 3_000;
  private static final long SETTLE = 15_000;
  private static final long RESEND = 5_000;
  private static final long STEP = 50;

  /** The maximum delay of reading, ticks and sending together. */
  private static final long SLACK = 2_000;

  private static final List<Author> PEOPLE =
      IntStream.range(0, 5).mapToObj(n -> new Author("u" + n, "user" + n)).toList();
  private static final List<String> ROOMS = List.of("dev", "general", "ops");

  private final Random random;
  private final boolean stormy;
  private final SimulatedLog log = new SimulatedLog(this::published);
  private final InMemoryPresenceStore store;
  private final List<SimulatedGateway> gateways;
  private final List<SimulatedTracker> trackers;
  private final boolean[] standsStill = new boolean[2];
  private final Map<String, Presence> said = new TreeMap<>();
  private final Map<String, Long> lastThere = new HashMap<>();
  private final Map<String, Long> thereSince = new HashMap<>();
  private long now = 1_000_000;
  private long storeDownUntil;
  private boolean calm;
  private InMemoryPresenceStore.@Nullable State saved;

  PresenceWorld(long seed, boolean stormy, boolean gatewaysAnnounce, long linger) {
    this.random = new Random(seed);
    this.stormy = stormy;
    this.store = new InMemoryPresenceStore(() -> now, linger, RESEND, SETTLE);
    this.gateways =
        List.of(
            new SimulatedGateway("g1", gatewaysAnnounce),
            new SimulatedGateway("g2", gatewaysAnnounce));
    PresenceStore seen = new FailingStore(store, () -> now < storeDownUntil, () -> trouble(2_000));
    this.trackers =
        List.of(new SimulatedTracker(log, seen, random), new SimulatedTracker(log, seen, random));
  }

  /** Runs for some time, then ends all faults and checks the published presence. */
  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      happen();
      step();
    }
    storeDownUntil = 0;
    long calmAt = now + SimulatedGateway.LEASE + SETTLE + LINGER + 2 * RESEND + 5 * SLACK;
    standsStill[0] = false;
    standsStill[1] = false;
    calm = true;
    while (now < calmAt) {
      step();
    }
    check(PEOPLE, "in the end");
    if (!store.stuck().isEmpty() || !store.kept().equals(there())) {
      throw new AssertionError("kept " + store.kept() + ", stuck " + store.stuck());
    }
  }

  private boolean trouble(int oneIn) {
    return stormy && !calm && random.nextInt(oneIn) == 0;
  }

  private void step() {
    now += STEP;
    for (SimulatedGateway gateway : gateways) {
      if (now >= storeDownUntil) {
        gateway.step(now, log, store, 1 + random.nextInt(5));
      }
    }
    for (int i = 0; i < trackers.size(); i++) {
      step(i);
    }
    if (!stormy) {
      remember();
      checkDelays();
    }
  }

  private void step(int number) {
    SimulatedTracker tracker = trackers.get(number);
    tracker.deliver(standsStill[number] ? random.nextInt(2) : 3, trouble(20));
    if (standsStill[number]) {
      return;
    }
    try {
      // Until the group tells it otherwise, it continues unchanged.
      tracker.step(now);
      tracker.rebalance(own(number));
    } catch (SimulatedTracker.StoreDown e) {
      tracker.restart();
    }
  }

  private Set<Integer> own(int number) {
    int other = 1 - number;
    return new TreeSet<>(standsStill[other] ? List.of(0, 1) : List.of(number));
  }

  /** Picks the next action of a user, or the next fault. */
  private void happen() {
    if (random.nextInt(4) == 0) {
      live(gateways.get(random.nextInt(2)));
    }
    if (random.nextInt(1_000) == 0) {
      gateways.get(random.nextInt(2)).restart();
    }
    if (trouble(300)) {
      int number = random.nextInt(2);
      standsStill[number] = !standsStill[number];
    }
    if (trouble(500)) {
      trackers.get(random.nextInt(2)).restart();
    }
    if (trouble(1_500)) {
      storeDownUntil = now + random.nextInt(20_000);
    }
    if (trouble(200)) {
      saved = store.save();
    }
    if (trouble(1_500)) {
      store.restore(
          saved != null && random.nextBoolean() ? saved : new InMemoryPresenceStore.State());
      saved = null;
    }
  }

  private void live(SimulatedGateway gateway) {
    Author user = PEOPLE.get(random.nextInt(PEOPLE.size()));
    List<String> ids = new ArrayList<>(gateway.sessions().keySet());
    String room = ROOMS.get(random.nextInt(ROOMS.size()));
    if (ids.isEmpty() || (ids.size() < 5 && random.nextInt(3) == 0)) {
      gateway.open(user, random.nextBoolean() ? Set.of(room) : Set.of());
      return;
    }
    String id = ids.get(random.nextInt(ids.size()));
    switch (random.nextInt(6)) {
      case 0 -> gateway.enter(id, room);
      case 1 -> gateway.leave(id, room);
      case 2 -> gateway.say(id, random.nextBoolean() ? Status.AWAY : Status.ONLINE);
      case 3 -> reconnect(gateway, id);
      default -> gateway.close(id);
    }
  }

  private void reconnect(SimulatedGateway gateway, String id) {
    SimulatedGateway.Session session = gateway.sessions().get(id);
    if (session != null) {
      gateway.close(id);
      gateways.get(random.nextInt(2)).open(session.user, session.rooms);
    }
  }

  private void remember() {
    Set<String> there = there();
    for (Author user : PEOPLE) {
      if (there.contains(user.id())) {
        lastThere.put(user.id(), now);
        thereSince.putIfAbsent(user.id(), now);
      } else {
        thereSince.remove(user.id());
      }
    }
  }

  private Set<String> there() {
    Set<String> there = new TreeSet<>();
    gateways.forEach(
        gateway -> gateway.sessions().values().forEach(session -> there.add(session.user.id())));
    return there;
  }

  private void published(Presence record) {
    said.put(record.user().id(), record);
    long last = lastThere.getOrDefault(record.user().id(), 0L);
    if (!stormy && record.status() == Status.OFFLINE && last > now - LINGER) {
      throw new AssertionError(record + " said at " + now + ", was there at " + last);
    }
  }

  private void checkDelays() {
    for (Author user : PEOPLE) {
      String id = user.id();
      boolean saidThere = status(id) != Status.OFFLINE;
      if (now - thereSince.getOrDefault(id, now) > SLACK && !saidThere) {
        throw new AssertionError(id + " is there and not said to be, at " + now);
      }
      long longest = SimulatedGateway.LEASE + LINGER + SLACK;
      if (saidThere && now - lastThere.getOrDefault(id, now) > longest) {
        throw new AssertionError(id + " is gone and not said to be, at " + now);
      }
    }
  }

  private Status status(String user) {
    Presence last = said.get(user);
    return last == null ? Status.OFFLINE : last.status();
  }

  private void check(List<Author> people, String when) {
    for (Author user : people) {
      Status status = Status.OFFLINE;
      Set<String> rooms = new TreeSet<>();
      for (SimulatedGateway gateway : gateways) {
        for (SimulatedGateway.Session session : gateway.sessions().values()) {
          if (session.user.equals(user)) {
            rooms.addAll(session.rooms);
            status = status == Status.ONLINE ? status : session.status;
          }
        }
      }
      Presence last = said.get(user.id());
      List<String> saidRooms = last == null ? List.of() : last.rooms();
      if (status(user.id()) != status || !saidRooms.equals(List.copyOf(rooms))) {
        throw new AssertionError(when + " " + status + " in " + rooms + ", but said: " + last);
      }
    }
    for (int partition = 0; partition < SimulatedLog.PARTITIONS; partition++) {
      if (store.knownFrom(partition) > now) {
        throw new AssertionError("partition " + partition + " is not known");
      }
    }
  }
}
