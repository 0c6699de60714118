package chat.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import chat.gateway.problem.ProblemCode;
import chat.gateway.problem.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of clients, broken in every way: each is read, refused, or none. */
class ClientFrameFuzzTest {

  private static final int TRIES = 30_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final List<String> GOOD =
      List.of(
          "{\"type\":\"connect\",\"token\":\"a.b.c\",\"rooms\":{\"general\":{},\"dev\":{\"after\":130}}}",
          "{\"type\":\"join\",\"ref\":\"R\",\"room\":\"dev\",\"after\":130,\"presence\":true}",
          "{\"type\":\"send\",\"ref\":\"R\",\"room\":\"dev\",\"id\":\"I\",\"content\":\"h\\u00e9"
              + " 👋\",\"replyTo\":17592186044417,\"attachments\":[\"f1\",\"f2\"],\"retry\":true}",
          "{\"type\":\"typing\",\"room\":\"dev\",\"typing\":false}");

  private static final List<String> PIECES =
      List.of(
          "\"",
          "\\",
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "null",
          "true",
          "-1",
          "1e999",
          "0.5",
          "\\u0000",
          "\\ud800",
          "\ud800",
          "\u0000",
          "\u2028",
          "9999999999999999999",
          "\"type\":",
          "\"room\":",
          "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
          "NaN",
          "//",
          "/*",
          "'",
          "\ufeff",
          "👋");

  /** All that is asked of frames. */
  private static final List<Consumer<ClientFrame>> QUESTIONS =
      List.of(
          ClientFrame::ref,
          ClientFrame::room,
          ClientFrame::rooms,
          frame -> frame.text("content"),
          frame -> frame.optionalText("token"),
          frame -> frame.optionalSeq("after"),
          frame -> frame.optionalSeq("replyTo"),
          frame -> frame.optionalBoolean("retry"),
          frame -> frame.optionalTexts("attachments"));

  @Test
  void whatever_comes_gets_an_answer_in_time() {
    long seed = Long.getLong("fuzz.seed", 20_260_101);
    Random random = new Random(seed);
    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          for (int i = 0; i < TRIES; i++) {
            String text = broken(random);
            try {
              ask(text);
            } catch (RuntimeException | StackOverflowError e) {
              throw new AssertionError("-Dfuzz.seed=" + seed + " try " + i + ": " + text, e);
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 1_000, 60_000})
  void depth_is_no_way_to_take_the_stack(int depth) {
    assertThat(ClientFrame.parse("{\"type\":\"send\",\"x\":" + "[".repeat(depth))).isNull();
    assertThat(
            ClientFrame.parse(
                "{\"type\":\"send\",\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}"))
        .isNull();
  }

  @Test
  void a_number_as_long_as_a_frame_is_none() {
    assertThat(ClientFrame.parse("{\"type\":\"join\",\"after\":" + "9".repeat(60_000) + "}"))
        .isNull();
  }

  private static void ask(String text) {
    ClientFrame frame = ClientFrame.parse(text);
    if (frame == null) {
      return;
    }
    assertThat(frame.type()).isNotNull();
    for (Consumer<ClientFrame> question : QUESTIONS) {
      try {
        question.accept(frame);
      } catch (Refusal refusal) {
        assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
      }
    }
  }

  private static String broken(Random random) {
    StringBuilder text = new StringBuilder(GOOD.get(random.nextInt(GOOD.size())));
    for (int change = random.nextInt(4); change >= 0; change--) {
      int at = random.nextInt(text.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
        case 2 -> text.insert(at, (char) random.nextInt(0x10000));
        default ->
            text.replace(
                at, Math.min(text.length(), at + 1), PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return text.toString();
  }
}
