package chat.gateway.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.RoomPartition;
import chat.contract.log.Seq;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Positions as clients have them. */
class PositionTextTest {

  private static final int ROOMS = 5_000;
  private static final int EVENTS = 1_000;

  private final Random random = new Random(7);
  private final Map<String, String> kept = new HashMap<>();
  private final DeliveredPositions gateway = new DeliveredPositions();
  private final Map<String, Long> last = new HashMap<>();
  private long[] next = {};

  @ParameterizedTest
  @CsvSource({"24,100000", "24,60", "100,200", "400,40"})
  void a_position_is_read_as_it_was_while_one_is_kept_often_enough(int partitions, int interval) {
    begin(partitions);
    for (int i = 0; i < EVENTS; i++) {
      keepEach(interval, i);
      StreamPosition read = deliver(room());
      last.forEach((room, seq) -> assertThat(isBehind(read, room, seq)).as(room).isTrue());
    }
    assertThat(kept.size()).isLessThanOrEqualTo(partitions == 24 ? 0 : EVENTS / interval);
  }

  /** Reading a later position would skip events. */
  @ParameterizedTest
  @ValueSource(ints = {1, 24, 100, 400, 900, 4096})
  void a_text_is_short_and_is_never_read_as_a_later_position(int partitions) {
    begin(partitions);
    for (int i = 0; i < EVENTS / 4; i++) {
      keepEach(100, i);
      String room = room();
      StreamPosition read = deliver(room);
      assertThat(read.after(room)).isEqualTo(last.get(room));
      assertThat(read.isBefore(delivered())).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 100, 400, 4096})
  void a_gateway_that_can_keep_nothing_gives_earlier_positions(int partitions) {
    begin(partitions);
    for (int i = 0; i < 100; i++) {
      boolean unused = gateway.keepIfNeeded("AAAAAAAA", false, (id, text) -> false);
      String room = room();
      StreamPosition read = deliver(room);
      assertThat(read.after(room)).isEqualTo(last.get(room));
      assertThat(read.isBefore(delivered())).isTrue();
    }
  }

  @Test
  void one_busy_partition_among_many_does_not_make_the_others_inexact() {
    begin(400);
    keepEach(1, 0);
    String busy = "general";
    for (int i = 0; i < EVENTS; i++) {
      deliver(busy);
    }
    String quiet =
        IntStream.range(0, 9)
            .mapToObj(i -> "quiet" + i)
            .filter(room -> isElsewhere(room, busy))
            .findFirst()
            .orElseThrow();
    deliver(quiet);
    StreamPosition read = deliver(busy);

    assertThat(read.after(quiet)).isEqualTo(last.get(quiet));
  }

  @Test
  void a_text_without_its_kept_position_is_no_position() {
    begin(100);
    keepEach(1, 0);
    deliver("general");
    PositionText text = Objects.requireNonNull(PositionText.read(text(gateway.position())));

    assertThat(text.base()).isIn(kept.keySet());
    assertThat(text.position(null)).isNull();
    assertThat(text.position(StreamPosition.before(2, 100))).isNull();
    assertThat(text.position(StreamPosition.before(1, 99))).isNull();
  }

  @Test
  void a_text_of_an_earlier_version_is_read() {
    begin(400);
    deliver("general");
    String earlier = delivered().whole();

    assertThat(earlier.length()).isGreaterThan(PositionText.MAX_CHARACTERS);
    StreamPosition read =
        Objects.requireNonNull(Objects.requireNonNull(PositionText.read(earlier)).position(null));
    assertThat(read.whole()).isEqualTo(earlier);
  }

  @Test
  void a_kept_position_of_an_earlier_log_is_not_used() {
    begin(100);
    keepEach(1, 0);
    gateway.reached(event("general", Seq.of(2, 5)));

    PositionText text = Objects.requireNonNull(PositionText.read(text(gateway.position())));

    assertThat(text.base()).isNull();
    assertThat(Objects.requireNonNull(text.position(null)).after("general"))
        .isEqualTo(Seq.of(2, 5));
  }

  @Test
  void nothing_is_kept_twice() {
    begin(900);
    keepEach(1, 0);
    keepEach(1, 0);
    assertThat(kept).hasSize(1);

    deliver("general");
    keepEach(1, 0);
    assertThat(kept).hasSize(2);
  }

  @Test
  void a_kept_position_that_is_old_is_replaced_also_if_nothing_happened() {
    begin(100);
    keepEach(1, 0);

    assertThat(gateway.keepIfNeeded("99999999", true, (id, text) -> true)).isTrue();
    assertThat(Objects.requireNonNull(PositionText.read(text(gateway.position()))).base())
        .isEqualTo("99999999");
  }

  /** A gateway may have no client for a long time. */
  @Test
  void the_first_position_is_kept_however_old_the_gateway_is() {
    begin(100);

    assertThat(gateway.keepIfNeeded("99999999", true, (id, text) -> true)).isTrue();
  }

  @Test
  void a_log_with_few_partitions_keeps_nothing_that_is_old() {
    begin(24);

    assertThat(gateway.keepIfNeeded("99999999", true, (id, text) -> true)).isFalse();
  }

  /** A log in which each partition has many records. */
  private void begin(int partitions) {
    next = random.longs(partitions, 1_000_000, 30_000_000).toArray();
    gateway.begin(partitions);
    for (int i = 0; i < ROOMS; i++) {
      String room = "room" + i;
      gateway.reached(event(room, Seq.of(1, next[RoomPartition.of(room, partitions)]++)));
    }
    gateway.flushed();
  }

  private StreamPosition deliver(String room) {
    long seq = Seq.of(1, next[RoomPartition.of(room, next.length)]++);
    last.put(room, seq);
    gateway.reached(event(room, seq));
    gateway.flushed();
    String text = text(gateway.position());
    assertThat(text).matches("[A-Za-z0-9_-]{1,120}");
    return read(text);
  }

  private StreamPosition read(String text) {
    PositionText read = Objects.requireNonNull(PositionText.read(text));
    String base = read.base();
    StreamPosition from =
        base == null
            ? null
            : StreamPosition.parse(Objects.requireNonNull(kept.get(base))).orElseThrow();
    return Objects.requireNonNull(read.position(from));
  }

  private void keepEach(int interval, int number) {
    if (number % interval == 0) {
      boolean unused =
          gateway.keepIfNeeded(
              "%08d".formatted(kept.size()), false, (id, text) -> kept.put(id, text) == null);
    }
  }

  private StreamPosition delivered() {
    return Objects.requireNonNull(gateway.delivered());
  }

  private String room() {
    return "room" + random.nextInt(ROOMS);
  }

  private boolean isElsewhere(String room, String other) {
    return RoomPartition.of(room, next.length) != RoomPartition.of(other, next.length);
  }

  /** Whether a position is right behind the last record of a room's partition. */
  private boolean isBehind(StreamPosition position, String room, long seq) {
    long reached = Seq.of(1, next[RoomPartition.of(room, next.length)] - 1);
    return position.after(room) == reached && reached >= seq;
  }

  private static String text(@Nullable StreamPosition position) {
    return new String(Objects.requireNonNull(position).text(), US_ASCII);
  }

  private static LoggedEvent event(String room, long seq) {
    return new LoggedEvent(room, "message", seq, Seq.NONE, new byte[] {'{', '}'});
  }
}
