package chat.gateway.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.GatewayTables;
import chat.gateway.message.MessageIds.Entry;
import com.datastax.oss.driver.api.core.CqlSession;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** On a real node, in tables as the migrations make them. */
class CassandraMessageIdsTest {

  private static final Instant NOW = Instant.parse("2026-05-05T10:00:00Z");

  private final CqlSession session = GatewayTables.shared();
  private final MessageIds ids = new CassandraMessageIds(session, InstantSource.fixed(NOW));
  private final String room = "r" + UUID.randomUUID();

  @Test
  void an_id_is_found_in_any_bucket_in_which_its_sender_is_named() {
    for (int bucket = 1; bucket <= 100; bucket++) {
      begin(bucket, Duration.ofDays(6));
    }
    remember(1, "m-1", 1, 11);
    remember(40, "m-2", 45, 22);
    remember(100, "m-3", 105, 33);
    assertThat(find("u1", "m-1")).contains(new Entry(1, 11));
    assertThat(find("u1", "m-2")).contains(new Entry(45, 22));
    assertThat(find("u1", "m-3")).contains(new Entry(105, 33));
    assertThat(find("u1", "m-4")).isEmpty();
    assertThat(find("u2", "m-1")).isEmpty();
  }

  @Test
  void of_two_messages_under_one_id_the_later_one_is_found() {
    for (int bucket = 1; bucket <= 3; bucket++) {
      begin(bucket, Duration.ZERO);
      remember(bucket, "m-1", 10L * bucket, bucket);
    }
    assertThat(find("u1", "m-1")).contains(new Entry(30, 3));
  }

  @Test
  void an_id_that_an_earlier_version_of_the_writer_wrote_is_found() {
    rememberEarlier("m-1", 5);
    rememberEarlier("m-2", 5);
    begin(1, Duration.ZERO);
    remember(1, "m-2", 9, 2);
    assertThat(find("u1", "m-1")).contains(new Entry(5, 7));
    assertThat(find("u1", "m-2")).contains(new Entry(9, 2));
    rememberEarlier("m-2", 12);
    assertThat(find("u1", "m-2")).contains(new Entry(12, 7));
  }

  @Test
  void buckets_from_before_the_time_for_which_ids_are_kept_are_not_read() {
    for (int bucket = 1; bucket <= 70; bucket++) {
      begin(bucket, Duration.ofDays(bucket <= 20 ? 9 : bucket <= 50 ? 8 : 1));
    }
    remember(6, "m-1", 6, 1);
    remember(7, "m-2", 7, 2);
    remember(60, "m-3", 60, 3);
    // Buckets 70 to 47 are read; those before are known to be older than the ids in them.
    assertThat(find("u1", "m-3")).contains(new Entry(60, 3));
    assertThat(find("u1", "m-2")).isEmpty();
    assertThat(find("u1", "m-1")).isEmpty();
  }

  private Optional<Entry> find(String sender, String id) {
    return ids.find(room, sender, id).toCompletableFuture().join();
  }

  private void begin(long bucket, Duration age) {
    session.execute(
        "INSERT INTO rooms_written (user_id, room, bucket) VALUES ('u1', ?, ?)", room, bucket);
    String event = "{\"type\":\"message\",\"at\":%d}".formatted(NOW.minus(age).toEpochMilli());
    session.execute(
        "INSERT INTO room_events (room, bucket, seq, type, value) VALUES (?, ?, ?, 'message', ?)",
        room,
        bucket,
        bucket,
        ByteBuffer.wrap(event.getBytes(UTF_8)));
  }

  private void remember(long bucket, String id, long seq, int digest) {
    session.execute(
        "INSERT INTO room_message_ids (room, bucket, sender, id, seq, digest)"
            + " VALUES (?, ?, 'u1', ?, ?, ?)",
        room,
        bucket,
        id,
        seq,
        digest);
  }

  private void rememberEarlier(String id, long seq) {
    session.execute(
        "INSERT INTO message_ids (room, sender, id, seq, digest) VALUES (?, 'u1', ?, ?, 7)",
        room,
        id,
        seq);
  }
}
