package chat.writer.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Seq;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What tables have to do, whatever they are made of. */
public abstract class RoomTablesContract {

  private final String room = "r" + UUID.randomUUID();

  protected abstract RoomTables tables();

  protected abstract Optional<SentMessage> message(String messageRoom, String sender, String id)
      throws Exception;

  @Test
  void a_room_without_events_has_no_end() throws Exception {
    assertThat(end(Seq.of(1, 5))).isEqualTo(RoomEnd.NONE);
  }

  @Test
  void the_end_before_a_seq_is_the_greatest_event_below_it() throws Exception {
    open(seq(3));
    write(row(3, 0, 3, 1, 10), row(5, 3, 3, 2, 25), row(9, 5, 3, 3, 31));
    assertThat(end(seq(9))).isEqualTo(new RoomEnd(seq(5), seq(3), 2, 25));
    assertThat(end(seq(10))).isEqualTo(new RoomEnd(seq(9), seq(3), 3, 31));
    assertThat(end(seq(3))).isEqualTo(RoomEnd.NONE);
  }

  @Test
  void the_end_before_the_first_event_of_a_bucket_is_in_the_bucket_before() throws Exception {
    open(seq(3));
    open(seq(7));
    write(row(3, 0, 3, 1, 10));
    write(row(7, 3, 7, 1, 4));
    assertThat(end(seq(7))).isEqualTo(new RoomEnd(seq(3), seq(3), 1, 10));
    assertThat(end(seq(8))).isEqualTo(new RoomEnd(seq(7), seq(7), 1, 4));
  }

  @Test
  void writing_again_changes_nothing() throws Exception {
    for (int i = 0; i < 2; i++) {
      open(seq(3));
      write(row(3, 0, 3, 1, 10), row(4, 3, 3, 2, 20));
    }
    assertThat(end(seq(100))).isEqualTo(new RoomEnd(seq(4), seq(3), 2, 20));
  }

  @Test
  void a_batch_of_many_rows_is_there_as_a_whole() throws Exception {
    open(seq(0));
    write(
        IntStream.range(0, 100).mapToObj(i -> row(i, i - 1, 0, i + 1, i)).toArray(EventRow[]::new));
    assertThat(end(seq(100)).events()).isEqualTo(100);
    assertThat(end(seq(50)).events()).isEqualTo(50);
  }

  @Test
  void rooms_do_not_see_each_other() throws Exception {
    open(seq(3));
    write(row(3, 0, 3, 1, 10));
    assertThat(done(tables().endBefore(room + "-other", seq(100)))).isEqualTo(RoomEnd.NONE);
  }

  @Test
  void of_two_messages_under_one_id_the_later_in_the_log_stays_whichever_is_written_last()
      throws Exception {
    SentMessage early = new SentMessage(room, "u1", "m-1", seq(3), 33);
    SentMessage late = new SentMessage(room, "u1", "m-1", seq(9), 99);
    done(tables().remember(late));
    done(tables().remember(early));
    assertThat(message(room, "u1", "m-1")).contains(late);
    assertThat(message(room, "u2", "m-1")).isEmpty();
  }

  private void open(long bucket) throws Exception {
    done(tables().open(room, bucket));
  }

  private void write(EventRow... rows) throws Exception {
    done(tables().write(new EventBatch(List.of(rows))));
  }

  private RoomEnd end(long seq) throws Exception {
    return done(tables().endBefore(room, seq));
  }

  private EventRow row(int offset, int prev, int bucket, int events, int bytes) {
    RoomEnd end = new RoomEnd(seq(offset), seq(bucket), events, bytes);
    return new EventRow(room, prev <= 0 ? 0 : seq(prev), "message", new byte[] {'{', '}'}, end);
  }

  private static long seq(int offset) {
    return Seq.of(1, offset);
  }

  private static <T> T done(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
