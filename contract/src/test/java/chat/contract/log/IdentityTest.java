package chat.contract.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chat.contract.Author;
import chat.contract.event.Message;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class IdentityTest {

  private static final Identity KNOWN = Identity.of("general", "u1", "m-1", 7);

  /** The first 32 digits are of {@code printf 'general\0u1\0m-1' | sha256sum}. */
  private static final String TEXT = "7b6a2704e7a511dad5d7c898923f692800000007";

  @Test
  void is_the_start_of_sha256_over_room_sender_and_id_and_then_the_digest() {
    assertThat(new String(KNOWN.toBytes(), UTF_8)).isEqualTo(TEXT);
  }

  @Test
  void its_text_comes_back() {
    assertThat(Identity.of(KNOWN.toBytes())).isEqualTo(KNOWN);
    assertThat(Identity.of(TEXT.toUpperCase(Locale.ROOT).getBytes(UTF_8))).isEqualTo(KNOWN);
  }

  @Test
  void the_form_that_records_had_before_it_was_text_is_still_read_and_can_be_written() {
    assertThat(Identity.of(HexFormat.of().parseHex(TEXT))).isEqualTo(KNOWN);
    assertThat(HexFormat.of().formatHex(KNOWN.toBinary())).isEqualTo(TEXT);
  }

  @Test
  void another_number_of_bytes_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Identity.of(new byte[19]))
        .withMessage("identity: 19 bytes (expected: 40)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Identity.of("x".repeat(40).getBytes(UTF_8)));
  }

  @Test
  void another_text_under_the_same_id_is_the_same_message() {
    assertThat(KNOWN.matches(Identity.of("general", "u1", "m-1", 8))).isTrue();
  }

  @Test
  void letters_that_move_between_room_sender_and_id_make_another_message() {
    assertThat(KNOWN.matches(Identity.of("general", "u1m", "-1", 7))).isFalse();
    assertThat(KNOWN.matches(Identity.of("generalu", "1", "m-1", 7))).isFalse();
  }

  @Test
  void an_event_is_known_by_its_room_its_user_and_its_id() {
    Message message =
        new Message("general", "m-1", new Author("u1", "ann"), "hi", 1, null, List.of(), List.of());
    assertThat(Identity.of(message, 7)).isEqualTo(KNOWN);
  }

  /** {@code printf 'hi\0…'}: the text, NUL, 8 bytes of replyTo, and NUL and id of each file. */
  @Test
  void the_digest_is_of_all_that_the_sender_said() {
    assertThat(ContentDigest.of("hi", null, List.of(), null)).isEqualTo(0x211b2fd4);
    assertThat(ContentDigest.of("hi", 5L, List.of("f1", "f2"), null)).isEqualTo(0x608d7776);
  }
}
