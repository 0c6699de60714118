package chat.writer.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.Seq;
import chat.writer.room.MessageEffect.BucketBegun;
import chat.writer.room.MessageEffect.MessageDeleted;
import chat.writer.room.MessageEffect.MessageReacted;
import chat.writer.room.MessageEffect.ReactionsRemoved;
import chat.writer.room.MessageEffect.Rewritten;
import chat.writer.room.MessageEffect.TextChanged;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of all implementations of the tables: events and messages. */
public abstract class EventTablesContract extends RoomTablesCase {

  @Test
  void a_room_without_events_has_no_end() throws Exception {
    assertThat(end(Seq.of(1, 5))).isEqualTo(RoomEnd.NONE);
  }

  @Test
  void the_end_before_a_seq_is_the_greatest_event_below_it() throws Exception {
    open(seq(3));
    write(row(3, 0, 3, 1, 10), row(5, 3, 3, 2, 25), row(9, 5, 3, 3, 31));
    assertThat(end(seq(9))).isEqualTo(new RoomEnd(seq(5), seq(3), 2, 25, seq(5)));
    assertThat(end(seq(10))).isEqualTo(new RoomEnd(seq(9), seq(3), 3, 31, seq(9)));
    assertThat(end(seq(3))).isEqualTo(RoomEnd.NONE);
  }

  @Test
  void the_end_before_the_first_event_of_a_bucket_is_in_the_bucket_before() throws Exception {
    open(seq(3));
    open(seq(7));
    write(row(3, 0, 3, 1, 10));
    write(row(7, 3, 7, 1, 4));
    assertThat(end(seq(7))).isEqualTo(new RoomEnd(seq(3), seq(3), 1, 10, seq(3)));
    assertThat(end(seq(8))).isEqualTo(new RoomEnd(seq(7), seq(7), 1, 4, seq(7)));
  }

  @Test
  void writing_again_changes_nothing() throws Exception {
    for (int i = 0; i < 2; i++) {
      open(seq(3));
      write(row(3, 0, 3, 1, 10), row(4, 3, 3, 2, 20));
    }
    assertThat(end(seq(100))).isEqualTo(new RoomEnd(seq(4), seq(3), 2, 20, seq(4)));
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
    EventRow early = row(0, "message", new RoomEnd(seq(3), seq(3), 1, 10, seq(3)), "u1");
    EventRow late = row(3, "message", new RoomEnd(seq(9), seq(3), 2, 20, seq(9)), "u1");
    open(seq(3));
    write(late);
    write(early);
    assertThat(ids("u1"))
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("seq", seq(9)).containsEntry("digest", 2));
    assertThat(ids("u2")).isEmpty();
  }

  private List<Map<String, Object>> ids(String sender) throws Exception {
    return rows("room_message_ids", "room", room, "bucket", seq(3), "sender", sender, "id", "m-1");
  }

  @Test
  void an_event_is_found_by_its_seq_in_any_bucket() throws Exception {
    open(seq(3));
    open(seq(7));
    write(row(3, 0, 3, 1, 10), row(4, 3, 3, 2, 10));
    write(row(7, 4, 7, 1, 10));
    assertThat(find(3).map(StoredEvent::bucket)).contains(seq(3));
    assertThat(find(4).map(StoredEvent::type)).contains("message");
    assertThat(find(7).map(StoredEvent::bucket)).contains(seq(7));
    assertThat(find(5)).isEmpty();
    assertThat(find(2)).isEmpty();
  }

  @Test
  void a_message_shows_what_the_last_event_in_the_log_made_of_it_whichever_is_written_last()
      throws Exception {
    aMessageAt3();
    apply(new TextChanged(room, seq(3), seq(3), bytes("{later}"), List.of(), seq(9)));
    apply(new TextChanged(room, seq(3), seq(3), bytes("{early}"), List.of(), seq(5)));
    aMessageAt3();
    assertThat(find(3).map(event -> new String(event.value(), UTF_8))).contains("{later}");
    assertThat(event(3)).containsEntry("changed", seq(9));
    assertThat(done(tables().edits(room, seq(3), seq(3))))
        .containsExactlyInAnyOrder(seq(5), seq(9));
    assertThat(find(3).map(StoredEvent::type)).contains("message");
  }

  @Test
  void a_deleted_text_does_not_come_back_when_an_edit_before_it_is_written_late() throws Exception {
    aMessageAt3();
    apply(new MessageDeleted(room, seq(3), seq(3), bytes("{deleted}"), seq(9)));
    apply(new TextChanged(room, seq(3), seq(3), bytes("{edited}"), List.of(), seq(5)));
    assertThat(find(3).map(event -> new String(event.value(), UTF_8))).contains("{deleted}");
    assertThat(event(3)).containsEntry("changed", seq(9));
  }

  @Test
  void the_index_names_the_users_of_the_present_text() throws Exception {
    open(seq(3));
    write(naming(3, List.of("u1", "u2")));
    assertThat(messages().get(0).get("mentions")).isEqualTo(List.of("u1", "u2"));
    apply(new TextChanged(room, seq(3), seq(3), bytes("{}"), List.of("u3"), seq(5)));
    write(naming(3, List.of("u1", "u2")));
    assertThat(messages().get(0).get("mentions")).isEqualTo(List.of("u3"));
    apply(new MessageDeleted(room, seq(3), seq(3), bytes("{}"), seq(9)));
    apply(new TextChanged(room, seq(3), seq(3), bytes("{}"), List.of("u3"), seq(7)));
    assertThat(messages().get(0).get("mentions")).isNull();
  }

  private EventRow naming(int offset, List<String> users) {
    EventRow row = row(offset, 0, 3, 1, 10);
    SentMessage message = new SentMessage("u9", "m-1", 1, users, false);
    return new EventRow(room, row.prev(), row.type(), row.value(), row.end(), message);
  }

  @Test
  void a_reaction_is_a_row_until_it_is_removed_or_the_message_is_deleted() throws Exception {
    aMessageAt3();
    apply(reaction("+1", "u1", false, 5));
    apply(reaction("+1", "u2", false, 6));
    apply(reaction("-1", "u2", false, 9));
    apply(reaction("+1", "u1", true, 7));
    apply(reaction("+1", "u1", false, 5));
    assertThat(reactions()).containsExactlyInAnyOrder("+1 u2", "-1 u2");
    apply(new MessageReacted(room, seq(3), seq(3), seq(9)));
    apply(new MessageReacted(room, seq(3), seq(3), seq(7)));
    assertThat(event(3)).containsEntry("reacted", true).containsEntry("changed", seq(9));
    apply(new ReactionsRemoved(room, seq(3), seq(3), seq(8)));
    apply(reaction("+1", "u2", false, 6));
    assertThat(reactions()).containsExactly("-1 u2");
  }

  @Test
  void messages_are_indexed_with_their_authors_and_other_events_are_not() throws Exception {
    open(seq(3));
    write(
        row(3, 0, 3, 1, 10),
        row(3, "reaction", new RoomEnd(seq(4), seq(3), 2, 12, seq(3)), null),
        row(5, 4, 3, 3, 14));
    apply(new MessageDeleted(room, seq(3), seq(3), bytes("{deleted}"), seq(9)));
    write(row(3, 0, 3, 1, 10));
    apply(new Rewritten(room, seq(3), seq(4), bytes("{other}"), seq(9)));
    assertThat(messages())
        .containsExactlyInAnyOrder(
            Map.of("room", room, "bucket", seq(3), "seq", seq(3), "deleted", true),
            Map.of("room", room, "bucket", seq(3), "seq", seq(5), "author", "u5"));
  }

  @Test
  void an_older_writer_without_the_message_index_does_not_remove_its_rows() throws Exception {
    EventRow known = row(3, 0, 3, 1, 10);
    RoomEnd end = known.end();
    RoomEnd unknown = new RoomEnd(end.seq(), end.bucket(), 1, 10, RoomEnd.UNKNOWN);
    EventRow other = row(0, "message", unknown, "u3");
    open(seq(3));
    write(other);
    assertThat(end(seq(4))).isEqualTo(unknown);
    apply(new BucketBegun(room, seq(3), seq(2)));
    write(known);
    open(seq(3));
    write(other);
    assertThat(end(seq(4))).isEqualTo(known.end());
    assertThat(rows("room_buckets", "room", room).get(0)).containsEntry("last_message", seq(2));
  }
}
