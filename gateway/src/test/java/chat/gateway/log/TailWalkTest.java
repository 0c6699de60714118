package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.Message;
import chat.contract.event.Reaction;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.RoomRecord;
import chat.contract.log.Seq;
import chat.epochs.LogEpoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Slices of a tail, compared with a plain list of all events, by seeds. */
class TailWalkTest {

  private static final LogEpoch EPOCH = new LogEpoch("topic", 1, 1);
  private static final Author ANN = new Author("u1", "ann");
  private static final int SEEDS = 500;

  @Test
  void a_slice_of_the_tail_equals_that_of_a_plain_list() {
    for (long seed = 0; seed < SEEDS; seed++) {
      new Run(seed).check();
    }
  }

  private static final class Run {
    private final long seed;
    private final Random random;
    private final PartitionLog log;
    private final Appends appends = new Appends();
    private final List<RoomEvent> all = new ArrayList<>();

    Run(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.log = new PartitionLog(EPOCH, 0, 0, 0, 1 + random.nextInt(20), 1 << 20, Runnable::run);
    }

    void check() {
      for (int i = 0; i < 40; i++) {
        append();
        EventKind kind = random.nextBoolean() ? EventKind.MESSAGE : EventKind.ANY;
        long after = random.nextInt(4) == 0 ? Seq.NONE : seq();
        long before = random.nextInt(3) == 0 ? Long.MAX_VALUE : seq();
        int limit = 1 + random.nextInt(8);
        checkSlice(kind, after, before, limit);
        checkSliceAfter(kind, after, limit);
        checkAt(seq());
      }
    }

    private void checkSlice(EventKind kind, long after, long before, int limit) {
      TailSlice slice = log.slice("dev", after, before, kind, limit);
      List<Long> wanted = seqs(kind, Math.max(after + 1, slice.from()), before);
      assertThat(seqs(slice))
          .as("seed %d: %s of (%d, %d), %d", seed, kind, after, before, limit)
          .isEqualTo(wanted.subList(Math.max(0, wanted.size() - limit), wanted.size()));
    }

    private void checkSliceAfter(EventKind kind, long after, int limit) {
      TailSlice slice = log.sliceAfter("dev", after, kind, limit);
      List<Long> wanted = seqs(kind, Math.max(after + 1, slice.from()), Long.MAX_VALUE);
      assertThat(seqs(slice))
          .as("seed %d: %s after %d, %d", seed, kind, after, limit)
          .isEqualTo(wanted.subList(0, Math.min(limit, wanted.size())));
    }

    private void checkAt(long seq) {
      TailSlice slice = log.at("dev", seq);
      boolean isThere = seqs(EventKind.ANY, seq, seq + 1).size() == 1;
      boolean isInTail = seq >= EPOCH.seq(log.start());
      assertThat(slice.covers(seq - 1)).isEqualTo(isInTail);
      assertThat(seqs(slice)).isEqualTo(isThere && isInTail ? List.of(seq) : List.of());
    }

    private List<Long> seqs(EventKind kind, long from, long before) {
      List<Long> seqs = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        long seq = EPOCH.seq(i);
        boolean isWanted = all.get(i).room().equals("dev") && kind.includes(all.get(i).type());
        if (isWanted && seq >= from && seq < before) {
          seqs.add(seq);
        }
      }
      return seqs;
    }

    private static List<Long> seqs(TailSlice slice) {
      return slice.events().stream().map(LoggedEvent::seq).toList();
    }

    private void append() {
      String room = random.nextInt(4) == 0 ? "ops" : "dev";
      String id = "e" + all.size();
      RoomEvent event =
          random.nextInt(3) == 0
              ? new Message(room, id, ANN, "hi", 5, null, List.of(), List.of())
              : new Reaction(room, id, ANN, seq(), "+1", false, 5);
      log.append(
          all.size(),
          new RoomRecord(room, event.type(), null, null, RoomEventCodec.encode(event), null),
          appends,
          new IgnoringSink());
      all.add(event);
    }

    private long seq() {
      return EPOCH.seq(random.nextInt(all.size() + 2));
    }
  }
}
