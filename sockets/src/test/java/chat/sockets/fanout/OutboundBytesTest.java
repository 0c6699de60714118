package chat.sockets.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What waits for all sockets of a gateway together. */
class OutboundBytesTest extends OneShard {

  private static final int CAPACITY = 5000;

  @Test
  void what_waits_counts_as_soon_as_it_waits_and_until_it_was_taken() {
    outlet.stall();
    connection.send(frame("x".repeat(400)));
    run();
    assertThat(outbound.used()).isEqualTo(400 + 1);
    connection.send(frame("x".repeat(300)));
    run();
    assertThat(outbound.used()).isEqualTo(400 + 1 + Backlog.OVERHEAD + 300);
    outlet.goOn();
    run();

    assertThat(outbound.used()).isZero();
  }

  @Test
  void a_corked_connection_counts_its_frames_and_writes_them_when_it_is_uncorked() {
    connection.cork();
    connection.send(frame("x".repeat(400)));
    run();
    connection.send(frame("x".repeat(300)));
    run();
    assertThat(outlet.writes).isEmpty();
    assertThat(outbound.used()).isEqualTo(2 * Backlog.OVERHEAD + 700);

    connection.uncork();
    run();
    assertThat(outlet.writes).containsExactly(2);
    assertThat(outbound.used()).isZero();
  }

  @Test
  void a_corked_connection_that_ends_wrote_nothing_and_counts_no_more() {
    connection.cork();
    connection.send(frame("x".repeat(400)));
    run();
    connection.gone();
    connection.uncork();
    run();

    assertThat(outlet.writes).isEmpty();
    assertThat(outbound.used()).isZero();
  }

  @Test
  void what_many_wait_for_counts_once() {
    List<RecordingOutlet> slow = slowReaders(10);
    event("m");
    run();
    long once = outbound.used();
    event("n");
    run();

    assertThat(once).isBetween(1L, 200L);
    assertThat(outbound.used()).isLessThan(3 * once + Backlog.OVERHEAD);
    slow.forEach(RecordingOutlet::goOn);
    run();
    assertThat(outbound.used()).isZero();
  }

  @Test
  void what_waited_for_who_is_gone_counts_no_more() {
    outlet.stall();
    connection.send(frame("x".repeat(400)));
    run();
    connection.send(frame("x".repeat(300)));
    run();
    connection.gone();
    run();

    assertThat(outbound.used()).isZero();
  }

  @Test
  void as_soon_as_too_much_waits_those_for_which_most_waits_are_let_go_of() {
    List<RecordingOutlet> slow = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      RecordingOutlet one = new RecordingOutlet();
      one.stall();
      open(one).send(frame("x".repeat(i < 6 ? 900 : 100)));
      slow.add(one);
    }
    run();

    assertThat(slow.subList(0, 6)).anyMatch(one -> one.aborted);
    assertThat(slow.subList(6, 12)).noneMatch(one -> one.aborted);
    assertThat(outbound.used()).isBetween(1L, (long) CAPACITY);
  }

  @Test
  void what_was_missed_is_not_made_into_frames_when_too_much_waits_already() {
    List<RecordingOutlet> slow = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      RecordingOutlet one = new RecordingOutlet();
      one.stall();
      open(one).send(frame("x".repeat(950)));
      slow.add(one);
    }
    run();
    long before = outbound.used();
    join(connection, missed(3));
    run();
    assertThat(outlet.read).containsExactly("joined recovered=false missed=0");
    assertThat(outbound.used()).isEqualTo(before);

    slow.forEach(RecordingOutlet::goOn);
    run();
    RecordingOutlet other = new RecordingOutlet();
    join(open(other), missed(3));
    run();
    assertThat(other.read).startsWith("joined recovered=true missed=3").hasSize(4);
    assertThat(outbound.used()).isZero();
  }

  @Test
  void five_hundred_that_resume_and_take_nothing_are_given_no_more_than_there_is_for_all() {
    List<RecordingOutlet> resuming = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      RecordingOutlet one = new RecordingOutlet();
      one.stall();
      join(open(one), missed(3));
      resuming.add(one);
    }
    run();

    assertThat(outbound.used()).isBetween(1L, (long) CAPACITY);
    resuming.forEach(RecordingOutlet::goOn);
    run();
    assertThat(outbound.used()).isZero();
    assertThat(resuming).allMatch(one -> one.aborted || one.read.size() == 1 || hasAll(one));
  }

  private static boolean hasAll(RecordingOutlet one) {
    return one.read.size() == 4 && one.read.get(0).equals("joined recovered=true missed=3");
  }

  @Test
  void one_whose_write_fails_is_let_go_of_and_the_others_get_theirs() {
    Connection broken = open(new BrokenOutlet());
    broken.send(frame("lost"));
    connection.send(frame("there"));
    run();

    assertThat(outlet.read).containsExactly("there");
    assertThat(broken.isClosed()).isTrue();
    assertThat(outbound.used()).isZero();
  }

  @Test
  void one_that_can_not_even_be_looked_at_is_let_go_of_and_the_others_live_on() {
    BrokenOutlet outletOfBroken = new BrokenOutlet();
    Connection broken = open(outletOfBroken);
    run();
    outletOfBroken.isBrokenForGood = true;
    pass(Duration.ofSeconds(26));
    connection.send(frame("there"));
    run();

    assertThat(broken.isClosed()).isTrue();
    assertThat(outlet.read).contains("there");
  }

  @Test
  void whatever_happens_the_sum_never_goes_wrong() {
    for (long seed = 0; seed < 30; seed++) {
      new OutboundTrial(seed).run();
    }
  }

  private List<RecordingOutlet> slowReaders(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              RecordingOutlet slow = new RecordingOutlet();
              join(open(slow), null);
              run();
              slow.stall();
              return slow;
            })
        .toList();
  }

  /** One that throws where it must not. */
  private static final class BrokenOutlet implements Outlet {
    private boolean isBrokenForGood;

    @Override
    public WireFormat format() {
      if (isBrokenForGood) {
        throw new IllegalStateException("no format");
      }
      return Lines.FORMAT;
    }

    @Override
    public void write(ByteBuffer frames, Batch batch, Consumer<@Nullable Throwable> done) {
      throw new IllegalStateException("can't be written");
    }

    @Override
    public void end() {}

    @Override
    public void abort() {}
  }

  /** Everything that happens to connections, in any order, on a shard of its own. */
  private static final class OutboundTrial extends OneShard {
    private final Random random;
    private final long seed;
    private final List<RecordingOutlet> outlets = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();

    OutboundTrial(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    void run(int steps) {
      for (int step = 0; step < steps; step++) {
        act();
        if (random.nextInt(3) == 0) {
          shard.step(0);
          shard.step(0);
          assertThat(outbound.used())
              .as("seed %s, step %s", seed, step)
              .isBetween(0L, (long) CAPACITY);
        }
      }
    }

    @Override
    void run() {
      run(300);
      connections.forEach(Connection::gone);
      super.run();
      assertThat(outbound.used()).as("seed %s", seed).isZero();
    }

    private void act() {
      if (connections.isEmpty() || random.nextInt(5) == 0) {
        RecordingOutlet one = new RecordingOutlet();
        outlets.add(one);
        connections.add(open(one));
      }
      int index = random.nextInt(connections.size());
      Connection one = connections.get(index);
      switch (random.nextInt(10)) {
        case 0 -> outlets.get(index).stall();
        case 1 -> outlets.get(index).goOn();
        case 2 -> join(one, random.nextBoolean() ? null : missed(random.nextInt(8)));
        case 3 -> one.leave("a", frame("left"));
        case 4 -> one.gone();
        case 5 -> one.close(CloseReason.RESTART);
        case 6 -> one.evict();
        case 7 -> event("m");
        case 8 -> now = now.plusMillis(random.nextInt(3000));
        default -> one.send(frame("x".repeat(random.nextInt(500))));
      }
    }
  }
}
