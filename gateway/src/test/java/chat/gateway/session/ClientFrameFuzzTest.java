package chat.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.json.JsonBounds;
import chat.infra.attacks.Fuzz;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of clients, broken in every way: each is read, refused, or none. */
class ClientFrameFuzzTest {

  private static final int TRIES = 30_000;
  private static final int LONGEST = 64 * 1024;
  private static final ClientFrames FRAMES =
      new ClientFrames(new JsonBounds(16, LONGEST, 256, 32, 100_000));

  private static final String[] GOOD = {
    "{\"type\":\"connect\",\"token\":\"a.b.c\",\"rooms\":{\"general\":{},\"dev\":{\"after\":130}}}",
    "{\"type\":\"join\",\"ref\":\"R\",\"room\":\"dev\",\"after\":130,\"presence\":true}",
    "{\"type\":\"send\",\"ref\":\"R\",\"room\":\"dev\",\"id\":\"I\",\"content\":\"h\\u00e9"
        + " 👋\",\"replyTo\":17592186044417,\"attachments\":[\"f1\",\"f2\"],\"retry\":true}",
    "{\"type\":\"react\",\"room\":\"dev\",\"seq\":1,\"emoji\":\"\\ud83d\\ude00\",\"remove\":false}",
    "{\"type\":\"typing\",\"room\":\"dev\",\"typing\":false}"
  };

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
          frame -> frame.seq("seq"),
          frame -> frame.text("emoji"),
          frame -> frame.truth("typing"),
          frame -> frame.optionalBoolean("retry"),
          frame -> frame.optionalTexts("attachments"));

  @Test
  void whatever_comes_is_read_refused_or_none() {
    Fuzz.ofTexts(GOOD).texts(TRIES, ClientFrameFuzzTest::ask);
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 1_000, 60_000})
  void depth_is_no_way_to_take_the_stack(int depth) {
    assertThat(FRAMES.read("{\"type\":\"send\",\"x\":" + "[".repeat(depth))).isNull();
    assertThat(
            FRAMES.read("{\"type\":\"send\",\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}"))
        .isNull();
  }

  @Test
  void a_number_as_long_as_a_frame_is_none() {
    assertThat(FRAMES.read("{\"type\":\"join\",\"after\":" + "9".repeat(60_000) + "}")).isNull();
  }

  private static void ask(String text) {
    ClientFrame frame = FRAMES.read(text);
    if (frame == null) {
      return;
    }
    assertThat(frame.type()).isNotNull();
    for (Consumer<ClientFrame> question : QUESTIONS) {
      try {
        question.accept(frame);
      } catch (Refusal refusal) {
        assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(refusal.detail()).hasSizeLessThan(200);
      }
    }
  }
}
