package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.Message;
import chat.contract.event.Reaction;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.Identity;
import chat.contract.log.RoomRecord;
import chat.epochs.LogEpoch;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/**
 * The cost of a change on the feed's thread depends on its own message only, not on other events of
 * the room. The tests count allocated bytes, as parsing an event allocates.
 */
class ChangeWorkTest {

  private static final LogEpoch EPOCH = new LogEpoch("topic", 1, 1);
  private static final int PLENTY = 1 << 26;
  private static final int CHANGES = 200;
  private static final Author ANN = new Author("u1", "ann");

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Appends appends = new Appends();
  private PartitionLog log = fresh();
  private int next;

  @Test
  void the_cost_of_a_deletion_does_not_depend_on_edits_of_other_messages() {
    long alone = deletions(0);
    long besideEdits = deletions(3_000);

    assertThat(besideEdits).isLessThan(2 * alone);
  }

  @Test
  void the_cost_of_a_reaction_does_not_depend_on_the_length_of_its_message() {
    long toShort = reactions("x");
    long toLong = reactions("語".repeat(Message.MAX_CONTENT));

    assertThat(toLong).isLessThan(toShort * 5 / 4);
  }

  @Test
  void a_second_deletion_does_not_read_the_edits_again() {
    long message = append(message("hi"));
    for (int i = 0; i < 1_000; i++) {
      append(edit(message));
    }
    long first = allocatedBy(() -> append(delete(message)));
    long second = allocatedBy(() -> append(delete(message)));

    assertThat(second).isLessThan(first / 10);
  }

  private long deletions(int edits) {
    start();
    List<Long> messages = messages("hi");
    long edited = append(message("hi"));
    for (int i = 0; i < edits; i++) {
      append(edit(edited));
    }
    return allocatedTaking(messages, this::delete);
  }

  private long reactions(String content) {
    start();
    return allocatedTaking(messages(content), this::reaction);
  }

  private void start() {
    log = fresh();
    next = 0;
  }

  private List<Long> messages(String content) {
    List<Long> seqs = new ArrayList<>();
    for (int i = 0; i < CHANGES; i++) {
      seqs.add(append(message(content)));
    }
    // Each runs once before the measurement, so that all edits were visited.
    seqs.forEach(seq -> append(reaction(seq)));
    return seqs;
  }

  private long allocatedTaking(List<Long> targets, LongFunction<RoomEvent> change) {
    return allocatedBy(() -> targets.forEach(target -> append(change.apply(target))));
  }

  private long allocatedBy(Runnable work) {
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private long append(RoomEvent event) {
    byte[] value = RoomEventCodec.encode(event);
    Identity identity = Identity.of(event, 0);
    log.append(
        next,
        new RoomRecord(event.room(), event.type(), identity, null, value, null),
        appends,
        new IgnoringSink());
    return EPOCH.seq(next++);
  }

  private static PartitionLog fresh() {
    return new PartitionLog(EPOCH, 0, 0, 0, PLENTY, PLENTY, Runnable::run);
  }

  private Message message(String content) {
    return new Message("dev", "m-" + next, ANN, content, 5, null, List.of(), List.of());
  }

  private Edited edit(long target) {
    return new Edited("dev", "m-" + next, ANN, target, "ho", List.of(), 5);
  }

  private Deleted delete(long target) {
    return new Deleted("dev", "m-" + next, ANN, target, 5);
  }

  private Reaction reaction(long target) {
    return new Reaction("dev", "m-" + next, ANN, target, "+1", false, 5);
  }
}
