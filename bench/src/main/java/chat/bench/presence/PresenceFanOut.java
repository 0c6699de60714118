package chat.bench.presence;

import chat.bench.log.MeasuredPartition;
import chat.bench.log.MeasuredPresence;
import chat.bench.log.Records;
import chat.bench.measure.Benchmark;
import chat.bench.measure.FrameCounter;
import chat.bench.measure.Options;
import chat.bench.measure.RunningHub;
import chat.bench.measure.Table;
import chat.bench.measure.Work;
import chat.contract.Author;
import chat.contract.presence.Presence;
import chat.contract.presence.Status;
import chat.epochs.LogEpoch;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Hub;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** All users watch their rooms, and users go away and come back. */
public final class PresenceFanOut implements Benchmark {

  private static final Frame ANSWER =
      Frame.answer("joined", null, "{}".getBytes(StandardCharsets.UTF_8));
  private static final int ROUNDS = 4;

  /** Changes in flight at a time, so that no socket's queue exceeds its limit. */
  private static final int STEP = 100;

  private final FrameCounter frames = new FrameCounter();

  /** The users of rooms: each is in the same number of rooms, and all rooms are equally full. */
  private record Town(List<String> rooms, int people, int each) {

    List<String> roomsOf(int person) {
      int step = rooms.size() / each;
      return IntStream.range(0, each)
          .mapToObj(i -> rooms.get((person + i * step) % rooms.size()))
          .sorted()
          .toList();
    }

    Presence state(int person, Status status) {
      Author author = new Author("u" + person, "user-" + person);
      return new Presence(author, status, 1_000, 1_000, roomsOf(person));
    }

    /** The number of frames for a change, as all users of a room watch it. */
    long framesEach() {
      return (long) each * people * each / rooms.size();
    }
  }

  @Override
  public String name() {
    return "presence-fanout";
  }

  @Override
  public String purpose() {
    return "what it costs a gateway to tell watchers who comes and goes";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("people", "10000", "rooms", "2000", "each", "5", "changes", "20000");
  }

  @Override
  public void run(Options options) throws Exception {
    List<String> rooms =
        IntStream.range(0, options.number("rooms")).mapToObj(Records::room).toList();
    Town town = new Town(rooms, options.number("people"), options.number("each"));
    int changes = options.number("changes");
    long told = changes * town.framesEach();
    Hub hub = RunningHub.start();
    MeasuredPresence presence = new MeasuredPresence(hub);
    gather(hub, presence, town);
    Table table =
        new Table(System.out, "round", "changes", "frames", "processor µs a change", "a frame");
    for (int round = 1; round <= ROUNDS; round++) {
      int first = (round - 1) * changes;
      frames.reset();
      Work work = Work.of(() -> change(presence, town, first, changes));
      table.row(round, changes, told, work.microsEach(changes), work.microsEach(told));
    }
    hub.stop();
  }

  /** Returns when all users have joined, and each got the state of each room. */
  private void gather(Hub hub, MeasuredPresence presence, Town town) throws InterruptedException {
    MeasuredPartition partition =
        new MeasuredPartition(new LogEpoch("id", 1, 1), 0, 2 * town.rooms().size(), Long.MAX_VALUE);
    for (int room = 0; room < town.rooms().size(); room++) {
      partition.beginning(town.rooms().get(room));
      partition.append(Records.record(room, room, 1));
    }
    for (int person = 0; person < town.people(); person++) {
      presence.accept(town.state(person, Status.ONLINE));
    }
    presence.rest();
    for (int person = 0; person < town.people(); person++) {
      Connection connection = hub.open(frames.outlet());
      for (String room : town.roomsOf(person)) {
        join(connection, room, partition);
        presence.watch(connection, room);
      }
    }
    presence.rest();
    frames.await(2L * town.people() * town.each());
  }

  private static void join(Connection connection, String room, MeasuredPartition partition) {
    boolean begun =
        partition
            .log()
            .subscribe(
                room, upstream -> connection.join("user", room, upstream, null, in -> ANSWER));
    if (!begun) {
      throw new IllegalStateException("not grounded: " + room);
    }
  }

  /** All users go away, one after the other; then all come back. */
  private void change(MeasuredPresence presence, Town town, int first, int changes)
      throws InterruptedException {
    for (int done = 0; done < changes; done++) {
      int change = first + done;
      Status status = change / town.people() % 2 == 0 ? Status.AWAY : Status.ONLINE;
      presence.accept(town.state(change % town.people(), status));
      if ((done + 1) % STEP == 0) {
        frames.await((done + 1) * town.framesEach());
      }
    }
  }
}
