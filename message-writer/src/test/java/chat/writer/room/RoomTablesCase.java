package chat.writer.room;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.Author;
import chat.contract.log.Seq;
import chat.writer.erasure.NamedEvents;
import chat.writer.room.MessageEffect.ReactionChanged;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tables with one room of a test. */
public abstract class RoomTablesCase {

  final String room = "r" + UUID.randomUUID();

  protected abstract RoomTables tables();

  protected abstract NamedEvents namedEvents();

  /**
   * The rows of a table.
   *
   * @param namesAndValues a prefix of the key: a column's name, its value, and so on
   */
  protected abstract List<Map<String, Object>> rows(String table, Object... namesAndValues)
      throws Exception;

  void aMessageAt3() throws Exception {
    open(seq(3));
    write(row(3, 0, 3, 1, 10));
  }

  Map<String, Object> event(int offset) throws Exception {
    return rows("room_events", "room", room, "bucket", seq(3), "seq", seq(offset)).get(0);
  }

  List<Map<String, Object>> messages() throws Exception {
    return rows("room_messages", "room", room, "bucket", seq(3));
  }

  List<String> reactions() throws Exception {
    return rows("room_reactions", "room", room, "bucket", seq(3)).stream()
        .map(row -> row.get("emoji") + " " + row.get("user_id"))
        .toList();
  }

  ReactionChanged reaction(String emoji, String user, boolean removed, int offset) {
    return new ReactionChanged(room, seq(3), seq(3), emoji, user, removed, seq(offset));
  }

  static Author user(String id) {
    return new Author(id, "name-" + id);
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  void apply(Effect effect) throws Exception {
    done(tables().apply(effect));
  }

  Optional<StoredEvent> find(int offset) throws Exception {
    return done(tables().find(room, seq(offset)));
  }

  void open(long bucket) throws Exception {
    done(tables().open(room, bucket));
  }

  void write(EventRow... rows) throws Exception {
    done(tables().write(new EventBatch(List.of(rows))));
  }

  RoomEnd end(long seq) throws Exception {
    return done(tables().endBefore(room, seq));
  }

  EventRow row(int offset, int prev, int bucket, int events, int bytes) {
    RoomEnd end = new RoomEnd(seq(offset), seq(bucket), events, bytes, seq(offset));
    return row(prev, "message", end, "u" + offset);
  }

  EventRow row(int prev, String type, RoomEnd end, @Nullable String author) {
    long seqBefore = prev <= 0 ? 0 : seq(prev);
    SentMessage message =
        author == null ? null : new SentMessage(author, "m-1", end.events(), List.of(), false);
    return new EventRow(room, seqBefore, type, new byte[] {'{', '}'}, end, message);
  }

  static long seq(int offset) {
    return Seq.of(1, offset);
  }

  static <T> T done(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
