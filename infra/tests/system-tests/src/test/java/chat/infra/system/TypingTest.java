package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Typing: the others in the room are told at once, and it ends by itself. */
@ExtendWith(RunningSystem.class)
class TypingTest {

  private static final Duration SHORTEST = Duration.ofMillis(5900);
  private static final Duration LONGEST = Duration.ofSeconds(9);

  private final ChatSystem system;
  private final Rest rest;
  private final String room = "typing-" + UUID.randomUUID();

  TypingTest(ChatSystem system) {
    this.system = system;
    this.rest = new Rest(system.gateway(1), null);
  }

  @Test
  void others_at_any_gateway_see_typing_begin_and_end_and_the_typist_does_not() {
    User ann = User.register(rest, "ann");
    User bob = User.register(rest, "bob");
    try (SocketClient desk = SocketClient.connect(system.gateway(1), ann, room);
        SocketClient phone = SocketClient.connect(system.gateway(2), ann, room);
        SocketClient near = SocketClient.connect(system.gateway(1), bob, room);
        SocketClient far = SocketClient.connect(system.gateway(2), bob, room)) {
      InTime.once(
          LONGEST,
          () -> {
            long begun = System.nanoTime();
            for (int i = 0; i < 20; i++) {
              desk.send(Map.of("type", "typing", "room", room, "typing", true));
            }
            for (boolean typing : new boolean[] {true, false}) {
              assertTyping(near.next(), ann, typing);
              assertTyping(far.next(), ann, typing);
            }
            Duration lasted = Duration.ofNanos(System.nanoTime() - begun);
            assertThat(lasted).isGreaterThanOrEqualTo(SHORTEST);
            return lasted;
          });
      assertThat(desk.waiting() + phone.waiting()).isZero();
    }
  }

  @Test
  void a_typing_frame_without_its_flag_is_answered_with_an_error() {
    User ann = User.register(rest, "ann");
    try (SocketClient desk = SocketClient.connect(system.gateway(1), ann)) {
      desk.send(Map.of("type", "typing", "room", room));
      assertThat(desk.next("error").path("code").stringValue()).isEqualTo("invalid_request");
    }
  }

  private void assertTyping(JsonNode frame, User who, boolean typing) {
    assertThat(frame.path("type").stringValue("")).isEqualTo("typing");
    assertThat(frame.path("room").stringValue("")).isEqualTo(room);
    assertThat(frame.at("/user/id").stringValue("")).isEqualTo(who.id());
    assertThat(frame.at("/user/username").stringValue("")).isEqualTo(who.username());
    assertThat(frame.path("typing").booleanValue()).isEqualTo(typing);
    assertThat(frame.has("seq")).isFalse();
  }
}
