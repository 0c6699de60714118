package chat.simulation;

import chat.contract.log.Window;
import chat.gateway.limits.Limits;
import chat.gateway.log.EventKind;
import chat.writer.room.InMemoryRoomTables;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** All processes, and the steps that happen to them one at a time, drawn from the seed. */
final class World {

  private static final int GATEWAYS = 2;

  private final Fault fault;
  private final Dice dice;
  private final Shape shape;
  private final Time time = new Time();
  private final Network network;
  private final SimulatedLog log;
  private final InMemoryRoomTables tables;
  private final Invariants invariants;
  private final @Nullable List<String> trace;
  private final SimulatedGateway[] gateways = new SimulatedGateway[GATEWAYS];
  private final List<SimulatedWriter> owners = new ArrayList<>();
  private final List<SimulatedWriter> late = new ArrayList<>();
  private final List<SimulatedClient> clients;
  private Limits limits = Limits.none();
  private int writers;
  private long writes;

  World(long seed, Fault fault, boolean floods, @Nullable List<String> trace) {
    this.fault = fault;
    this.trace = trace;
    this.dice = new Dice(seed);
    this.shape = Shape.of(dice, floods);
    this.network = new Network(dice, time);
    this.log = new SimulatedLog(shape.partitions());
    this.tables = new InMemoryRoomTables(timestamps());
    this.invariants = new Invariants(log.truth(), tables);
    for (int partition = 0; partition < shape.partitions(); partition++) {
      owners.add(writer(partition));
    }
    for (int number = 0; number < GATEWAYS; number++) {
      gateways[number] = gateway(number);
    }
    this.clients =
        IntStream.range(0, shape.clients())
            .mapToObj(number -> new SimulatedClient("user" + number, this))
            .toList();
  }

  private LongUnaryOperator timestamps() {
    return fault == Fault.WALL_CLOCK_TIMESTAMPS ? seq -> ++writes : LongUnaryOperator.identity();
  }

  Fault fault() {
    return fault;
  }

  Dice dice() {
    return dice;
  }

  Shape shape() {
    return shape;
  }

  Limits limits() {
    return limits;
  }

  /** Sets the limits of gateways that start from now on. */
  void limits(Limits present) {
    limits = present;
  }

  Time time() {
    return time;
  }

  Network network() {
    return network;
  }

  SimulatedLog log() {
    return log;
  }

  Invariants invariants() {
    return invariants;
  }

  @Nullable SimulatedGateway anyGateway() {
    SimulatedGateway gateway = gateways[dice.below(GATEWAYS)];
    return gateway.isReady() ? gateway : null;
  }

  /** Runs all steps; returns the violation, or null. */
  @Nullable String run() {
    network.trouble(shape.trouble());
    for (int step = 0; step < shape.steps() && invariants.violation() == null; step++) {
      step();
    }
    if (invariants.violation() == null) {
      new Settling(this).run();
    }
    return invariants.violation();
  }

  private void step() {
    int kind = dice.below(100);
    if (kind < 40) {
      trace(network.step());
    } else if (kind < 54) {
      SimulatedGateway gateway = gateways[dice.below(GATEWAYS)];
      if (gateway.host().isRunning()) {
        gateway.feed().poll(dice.oneIn(3) ? 1 << 20 : dice.between(1, 4));
        trace(gateway.host() + " reads the log");
      }
    } else if (kind < 64) {
      SimulatedGateway gateway = gateways[dice.below(GATEWAYS)];
      if (gateway.host().isRunning()) {
        gateway.stepShard();
        trace(gateway.host() + " fans out");
      }
    } else if (kind < 70) {
      read(dice.pick(clients));
    } else if (kind < 86) {
      dice.pick(clients).act();
    } else if (kind < 93) {
      write();
    } else if (kind < 96) {
      time.pass(dice.oneIn(4) ? dice.below(20_000) : dice.below(400));
      trace("time passes");
    } else {
      disturb();
    }
  }

  private void read(SimulatedClient client) {
    Line line = client.line();
    if (line != null && line.hasToRead()) {
      line.read();
      trace(client + " reads");
    }
  }

  private void write() {
    boolean tooLate = !late.isEmpty() && dice.oneIn(shape.floods() ? 2 : 4);
    SimulatedWriter writer = dice.pick(tooLate ? late : owners);
    writer.poll(dice.oneIn(4) ? 1 << 20 : dice.between(1, 12));
    writer.remove();
    trace(writer.host() + " writes");
  }

  private void disturb() {
    if (shape.floods() && dice.oneIn(3)) {
      foreign();
      return;
    }
    int number = dice.below(GATEWAYS);
    SimulatedGateway gateway = gateways[number];
    switch (dice.below(9)) {
      case 0 -> crash(number);
      case 1, 2 -> pause(gateway.host());
      case 3 -> {
        if (gateway.host().isRunning()) {
          gateway.feed().lose();
          trace(gateway.host() + " loses the log");
        }
      }
      case 4 -> takeOver(dice.below(shape.partitions()));
      case 5 -> pause(dice.pick(late.isEmpty() || dice.oneIn(2) ? owners : late).host());
      case 6 -> network.trouble(dice.oneIn(2) ? 0 : shape.trouble());
      case 7 -> {
        if (gateway.host().isRunning()) {
          gateway.feed().giveUp();
          trace(gateway.host() + " gives the log up");
        }
      }
      default -> foreign();
    }
  }

  private void pause(Host host) {
    host.pause(!host.isPaused());
    trace(host + (host.isPaused() ? " stands still" : " goes on"));
  }

  void crash(int number) {
    SimulatedGateway dead = gateways[number];
    trace(dead.host() + " dies");
    dead.host().die();
    clients.stream().filter(client -> client.isAt(dead)).forEach(SimulatedClient::gone);
    gateways[number] = gateway(number);
  }

  /** Assigns a partition to another writer; the former one may be dead or unaware of it. */
  void takeOver(int partition) {
    SimulatedWriter before = owners.set(partition, writer(partition));
    trace(owners.get(partition).host() + " takes over from " + before.host());
    if (dice.oneIn(3)) {
      before.host().die();
    } else {
      late.add(before);
    }
  }

  /**
   * Another producer writes to the topic, or so many records come that the windows drop old ones.
   */
  private void foreign() {
    int partition = dice.below(shape.partitions());
    if (shape.floods() && dice.oneIn(2)) {
      network.finishAppends();
      int records = Window.RECORDS - dice.below(12);
      IntStream.range(0, records).forEach(i -> log.appendNothing(partition));
      trace("a flood of " + records + " records in partition " + partition);
    } else {
      log.append(partition, dice.pick(shape.rooms()), new byte[] {'?'}, null, null, null);
      trace("another producer appends an unreadable record");
    }
  }

  private SimulatedWriter writer(int partition) {
    return new SimulatedWriter(
        new Host("writer-" + ++writers), partition, this, tables, shape.bucketEvents());
  }

  private SimulatedGateway gateway(int number) {
    return new SimulatedGateway(new Host("gateway-" + (number + 1)), this, shape, tables);
  }

  void trace(@Nullable String step) {
    if (trace != null && step != null) {
      trace.add(step);
    }
  }

  List<SimulatedClient> clients() {
    return clients;
  }

  List<SimulatedGateway> gateways() {
    return List.of(gateways);
  }

  List<SimulatedWriter> owners() {
    return owners;
  }

  List<SimulatedWriter> late() {
    return late;
  }

  /** Reads a room's whole history from a gateway, from both ends. */
  List<PageRead> readAll(SimulatedGateway gateway, String room) {
    List<PageRead> reads = new ArrayList<>();
    for (EventKind kind : List.of(EventKind.ANY, EventKind.MESSAGE)) {
      reads.add(atTheEnd(gateway, room, kind));
      reads.get(reads.size() - 1).before(gateway.history(), Long.MAX_VALUE);
      reads.add(atTheEnd(gateway, room, kind));
      reads.get(reads.size() - 1).after(gateway.history(), 0);
    }
    reads.add(atTheEnd(gateway, room, EventKind.MESSAGE));
    reads.get(reads.size() - 1).unread(gateway.history(), clients.get(0).toString(), 0);
    return reads;
  }

  private PageRead atTheEnd(SimulatedGateway gateway, String room, EventKind kind) {
    return new PageRead(gateway.host() + " at the end", room, kind, 5000, log.truth(), invariants);
  }
}
