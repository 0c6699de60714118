package chat.gateway.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.Seq;
import chat.infra.attacks.Fuzz;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Clients send positions back, and may change them. */
class StreamPositionFuzzTest {

  private static final int TRIES = 20_000;

  @Test
  void positions_as_texts() {
    StreamPosition some =
        StreamPosition.before(3, 24).with("dev", Seq.of(3, 70_000)).with("general", Seq.of(3, 5));

    Fuzz.ofTexts(
            new String(some.text(), US_ASCII),
            new String(StreamPosition.before(1, 1).text(), US_ASCII),
            some.whole(),
            new String(
                some.with("other", Seq.of(3, 9)).since(new KeptPosition("abcdefgh", some)).text(),
                US_ASCII))
        .texts(TRIES, StreamPositionFuzzTest::check);
  }

  @Test
  void positions_as_bytes() {
    StreamPosition some = StreamPosition.before(3, 24).with("dev", Seq.of(3, 70_000));

    Fuzz.ofBytes(Base64.getUrlDecoder().decode(some.text()))
        .bytes(TRIES, bytes -> check(Base64.getUrlEncoder().encodeToString(bytes)));
  }

  /**
   * A position that was read is valid, and its text is read as the same position or an earlier one.
   */
  private static void check(String text) {
    PositionText read = PositionText.read(text);
    StreamPosition position = read == null ? null : read.position(StreamPosition.before(3, 24));
    if (position != null) {
      assertThat(position.after("dev")).isBetween(0L, 1L << 53);
      PositionText again = PositionText.read(new String(position.text(), US_ASCII));
      StreamPosition same = Objects.requireNonNull(Objects.requireNonNull(again).position(null));
      assertThat(same.after("dev")).isLessThanOrEqualTo(position.after("dev"));
    }
  }
}
