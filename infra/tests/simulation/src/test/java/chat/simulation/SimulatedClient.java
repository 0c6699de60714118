package chat.simulation;

import chat.contract.log.Seq;
import chat.gateway.log.EventKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client: it uses all calls of clients and checks all answers against the truth. */
final class SimulatedClient {

  private record Sent(Said said, boolean first, int number) {}

  private static final String OTHER = "{\"other\":0.10}";

  private final String name;
  private final World world;
  private final Dice dice;
  private final Truth truth;
  private final Invariants invariants;
  private final Map<String, Stream> streams = new HashMap<>();
  private final Map<String, String> roomsAsked = new HashMap<>();
  private final Map<String, Sent> waiting = new HashMap<>();
  private final List<Said> unsure = new ArrayList<>();
  private final List<Said> said = new ArrayList<>();

  /** The seqs of this line's first sends, by room and number. */
  private final Map<String, Map<Integer, Long>> order = new HashMap<>();

  private final Changing changing;
  private @Nullable Line line;
  private int refs;
  private int ids;

  SimulatedClient(String name, World world) {
    this.name = name;
    this.world = world;
    this.dice = world.dice();
    this.truth = world.log().truth();
    this.invariants = world.invariants();
    this.changing = new Changing(name, world, this::ref);
  }

  @Nullable Line line() {
    return line;
  }

  boolean isAt(SimulatedGateway gateway) {
    return line != null && line.gateway() == gateway;
  }

  boolean isUnsure() {
    return !unsure.isEmpty() || !waiting.isEmpty();
  }

  Stream stream(String room) {
    return streams.computeIfAbsent(room, first -> new Stream(name, room, truth, invariants));
  }

  /** Makes one step. */
  void act() {
    String room = dice.pick(world.shape().rooms());
    if (line == null) {
      connect();
      return;
    }
    if (dice.oneIn(4)) {
      changing.act(line, room);
      return;
    }
    if (world.shape().floods() && dice.oneIn(4)) {
      repeat();
      return;
    }
    switch (dice.below(16)) {
      case 0, 1, 2, 3, 4 -> say(room);
      case 5, 6, 7 -> join(room, after(room));
      case 8 -> leave(room);
      case 9 -> disconnect();
      case 10 -> retry();
      case 11 -> repeat();
      case 12 -> line.stall(dice.oneIn(2));
      default -> read(world.anyGateway(), room);
    }
  }

  void connect() {
    SimulatedGateway gateway = world.anyGateway();
    if (gateway != null) {
      world.trace(name + " connects to " + gateway.host());
      line = new Line(this, gateway, world);
    }
  }

  void disconnect() {
    Line mine = line;
    if (mine != null) {
      world.trace(name + " hangs up");
      mine.hangUp();
      gone();
    }
  }

  /** The connection is closed: the outcome of unanswered sends is unknown. */
  void gone() {
    line = null;
    streams.values().forEach(Stream::disconnected);
    waiting.values().forEach(sent -> unsure.add(sent.said));
    waiting.clear();
    roomsAsked.clear();
    changing.gone();
    order.clear();
  }

  void join(String room, @Nullable Long after) {
    String ref = ref();
    world.trace(name + " joins " + room + " after " + after + " as " + ref);
    stream(room).ask(ref, after);
    roomsAsked.put(ref, room);
    Objects.requireNonNull(line).session().join(ref, room, after);
  }

  /** Repeats sends with an unknown outcome. */
  void retry() {
    if (!unsure.isEmpty()) {
      send(unsure.remove(dice.below(unsure.size())), true);
    }
  }

  private void say(String room) {
    Said message = said(room, "id-" + ids++);
    said.add(message);
    send(message, message.isImported());
  }

  private Said said(String room, String id) {
    if (dice.oneIn(5)) {
      return new Said(room, name, id, null, data(), true, null);
    }
    String data = dice.oneIn(3) ? data() : null;
    String content = data != null && dice.oneIn(3) ? null : "text-" + dice.below(1000);
    Long importedAt = dice.oneIn(6) ? 1_500_000_000_000L + dice.below(1000) : null;
    return new Said(room, name, id, content, data, false, importedAt);
  }

  /** Numbers that a conversion would change. */
  private String data() {
    return "{\"n\":1e400,\"k\":[" + dice.below(3) + ".10]}";
  }

  /** Sends a used id again, maybe with another text, with other data or as an import. */
  private void repeat() {
    if (!said.isEmpty()) {
      Said old = dice.pick(said);
      boolean other = dice.oneIn(3);
      Said again = other ? another(old) : old;
      send(again, again.isImported() || dice.oneIn(2));
    }
  }

  private Said another(Said old) {
    return switch (dice.below(3)) {
      case 0 -> new Said(old.room(), name, old.id(), "other", old.data());
      case 1 ->
          new Said(
              old.room(), name, old.id(), old.content(), OTHER, old.emitted(), old.importedAt());
      default -> new Said(old.room(), name, old.id(), "imported", null, false, 1L);
    };
  }

  private void send(Said message, boolean retry) {
    String ref = ref();
    world.trace(name + (retry ? " sends again " : " sends ") + message + " as " + ref);
    boolean first = (!retry || message.isImported()) && invariants.isFirst(message);
    invariants.sent(message, retry);
    waiting.put(ref, new Sent(message, first, refs));
    Objects.requireNonNull(line).session().send(ref, message, retry);
  }

  private void leave(String room) {
    String ref = ref();
    world.trace(name + " leaves " + room + " as " + ref);
    stream(room).leave(ref);
    roomsAsked.put(ref, room);
    Objects.requireNonNull(line).session().leave(ref, room);
  }

  private @Nullable Long after(String room) {
    Stream stream = stream(room);
    return switch (dice.below(10)) {
      case 0, 1 -> null;
      case 2 -> Seq.NONE;
      case 3 -> Seq.of(SimulatedLog.EPOCH, dice.below(50));
      case 4 -> Seq.of(SimulatedLog.EPOCH - 1, 7);
      default -> stream.isKnown() ? (Long) stream.position() : null;
    };
  }

  PageRead read(@Nullable SimulatedGateway gateway, String room) {
    EventKind kind = dice.oneIn(2) ? EventKind.ANY : EventKind.MESSAGE;
    PageRead read = new PageRead(name, room, kind, dice.between(1, 8), truth, invariants);
    if (gateway != null) {
      long seq = Seq.of(SimulatedLog.EPOCH, dice.below(40));
      switch (dice.below(6)) {
        case 0, 1 -> read.before(gateway.history(), Long.MAX_VALUE);
        case 2 -> read.before(gateway.history(), seq);
        case 3 -> read.at(gateway.history(), seq);
        case 4 -> read.unread(gateway.history(), name, dice.oneIn(3) ? 0 : seq);
        default -> read.after(gateway.history(), dice.oneIn(3) ? 0 : seq);
      }
    }
    return read;
  }

  /** Handles a text from the server. */
  void take(String text) {
    world.trace(name + " gets " + text);
    if (text.charAt(0) != '#') {
      int from = text.indexOf("\"room\":\"") + 8;
      Stream stream = stream(text.substring(from, text.indexOf('"', from)));
      if (text.startsWith("{\"type\":\"left\"")) {
        stream.putOut(text);
      } else {
        stream.event(text);
      }
      return;
    }
    String[] words = text.split(" ", -1);
    if (changing.take(words)) {
      return;
    }
    switch (words[0]) {
      case "#joined" -> joined(words);
      case "#left" -> stream(Objects.requireNonNull(roomsAsked.remove(words[1]))).left(words[1]);
      case "#ack" -> acked(words);
      case "#error" -> refused(words);
      default -> invariants.violated("unknown answer " + text);
    }
  }

  private void joined(String[] words) {
    String room = Objects.requireNonNull(roomsAsked.remove(words[1]));
    Boolean recovered = words[3].equals("null") ? null : Boolean.valueOf(words[3]);
    stream(room).joined(words[1], Long.parseLong(words[2]), recovered, Integer.parseInt(words[4]));
  }

  private void acked(String[] words) {
    Sent sent = waiting.remove(words[1]);
    if (sent == null) {
      invariants.violated(name + " gets an ack that it waits no more for: " + words[1]);
      return;
    }
    long seq = Long.parseLong(words[2]);
    invariants.acked(sent.said, seq);
    unsure.remove(sent.said);
    if (sent.first) {
      var acks = order.computeIfAbsent(sent.said.room(), first -> new HashMap<>());
      acks.forEach(
          (number, place) ->
              invariants.check(
                  number < sent.number == place < seq,
                  () -> name + " finds its messages out of order at " + seq + " and " + place));
      acks.put(sent.number, seq);
    }
  }

  private void refused(String[] words) {
    Sent sent = waiting.remove(words[1]);
    if (sent == null) {
      String room = Objects.requireNonNull(roomsAsked.remove(words[1]));
      stream(room).refused(words[1]);
    } else if (words[2].equals("UNAVAILABLE")) {
      unsure.add(sent.said);
    } else {
      invariants.refused(sent.said);
      unsure.removeIf(other -> other.equals(sent.said));
    }
  }

  private String ref() {
    return "r" + ++refs;
  }

  @Override
  public String toString() {
    return name;
  }
}
