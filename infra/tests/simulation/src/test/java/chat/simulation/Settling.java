package chat.simulation;

import chat.simulation.Truth.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The end of a world: all faults are over, all calls end, and all invariants have to hold. */
final class Settling {

  private static final int MANY = 1 << 20;
  private static final int MAX_ROUNDS = 3000;

  private final World world;

  Settling(World world) {
    this.world = world;
  }

  void run() {
    heal();
    drain();
    world.invariants().healed(world.shape());
    for (int i = 0; i < 3; i++) {
      come();
      drain();
      sendAgain();
      drain();
    }
    check();
  }

  private void heal() {
    world.network().trouble(0);
    world.gateways().forEach(gateway -> gateway.host().pause(false));
    world.owners().forEach(writer -> writer.host().pause(false));
    world.late().forEach(writer -> writer.host().pause(false));
    world.clients().stream()
        .map(SimulatedClient::line)
        .filter(Objects::nonNull)
        .forEach(line -> line.stall(false));
    world.trace("all trouble is over");
  }

  /** Ends all calls under way, then those that end by a time-out. */
  private void drain() {
    quieten();
    world.clients().stream()
        .map(SimulatedClient::line)
        .filter(Objects::nonNull)
        .forEach(line -> line.session().connection().heard(world.time().millis()));
    world.time().pass(16_000);
    quieten();
    world.time().pass(16_000);
    quieten();
  }

  /** Ends all calls under way without passing time. */
  void quieten() {
    for (int round = 0; round < MAX_ROUNDS; round++) {
      if (!goOn()) {
        return;
      }
    }
    world.invariants().violated("it never gets quiet");
  }

  private boolean goOn() {
    boolean active = false;
    for (int i = 0; i < 8 && world.network().step() != null; i++) {
      active = true;
    }
    for (SimulatedGateway gateway : world.gateways()) {
      active |= !gateway.feed().isAtEnd();
      gateway.feed().poll(MANY);
      gateway.stepShards();
    }
    for (SimulatedClient client : world.clients()) {
      Line line = client.line();
      if (line != null && line.hasToRead()) {
        line.read();
        active = true;
      }
    }
    for (SimulatedWriter writer : world.owners()) {
      if (!writer.isDone()) {
        active |= !writer.isBusy();
        writer.poll(MANY);
        writer.remove();
      }
    }
    return active;
  }

  /** Every client comes back and resumes its rooms. */
  private void come() {
    for (SimulatedClient client : world.clients()) {
      while (client.line() == null) {
        client.connect();
      }
      for (String room : world.shape().rooms()) {
        Stream stream = client.stream(room);
        if (stream.isKnown() && !stream.isLive()) {
          client.join(room, stream.position());
        }
      }
    }
  }

  private void sendAgain() {
    for (SimulatedClient client : world.clients()) {
      for (int i = 0; i < 100 && client.line() != null && client.isUnsure(); i++) {
        client.retry();
      }
    }
  }

  private void check() {
    Invariants invariants = world.invariants();
    invariants.settled(world.shape().rooms());
    List<PageRead> reads = new ArrayList<>();
    for (SimulatedClient client : world.clients()) {
      invariants.check(!client.isUnsure(), () -> client + " still doesn't know what was sent");
      world.shape().rooms().forEach(room -> check(client, room));
    }
    for (SimulatedGateway gateway : world.gateways()) {
      world.shape().rooms().forEach(room -> reads.addAll(world.readAll(gateway, room)));
    }
    quieten();
    reads.forEach(read -> invariants.check(read.isAnswered(), () -> read + " without an answer"));
  }

  private void check(SimulatedClient client, String room) {
    Stream stream = client.stream(room);
    long last = world.log().truth().last(room);
    Fact next = stream.isKnown() ? world.log().truth().after(room, stream.position()) : null;
    world
        .invariants()
        .check(
            !stream.isKnown()
                || (stream.isLive() && next == null)
                || !world.log().truth().mayRead(room, client.toString(), last),
            () -> stream + " should be live at " + last);
    world.invariants().check(!stream.isAsked(), () -> stream + " waits for an answer to a join");
  }
}
