package chat.gateway.session.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.token.Secret;
import chat.infra.attacks.Fuzz;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** A client can't make an id, a pass or a list of rooms out of one that it was given. */
class NamesFuzzTest {

  private static final int TRIES = 10_000;

  private final Secret secret = new Secret(new byte[32]);

  @Test
  void names_of_sessions() {
    SignedSessionIds there =
        new SignedSessionIds(secret, new SecureRandom(), URI.create("http://10.0.0.1:1"));
    SignedSessionIds here =
        new SignedSessionIds(secret, new SecureRandom(), URI.create("http://10.0.0.2:1"));
    String name = there.next();

    Fuzz.ofTexts(name)
        .texts(
            TRIES, text -> assertThat(here.elsewhere(text) == null).isEqualTo(!same(text, name)));
  }

  @Test
  void passes() {
    String pass = Pass.issue(secret, "ann", "session-1").text();

    Fuzz.ofTexts(pass)
        .texts(
            TRIES,
            text -> {
              var brought = JsonNodeFactory.instance.stringNode(text);
              assertThat(Pass.read(secret, "bob", brought)).isNull();
              assertThat(Pass.read(secret, "ann", brought) == null).isEqualTo(!same(text, pass));
            });
  }

  @Test
  void rooms_as_redis_has_them() {
    Fuzz.ofTexts("dev=17592186044417,general=0", "", "a=1")
        .texts(
            TRIES,
            text -> {
              try {
                Map<String, KeptRoom> rooms = RoomKeeper.parse(text);
                assertThat(rooms).isNotNull();
              } catch (NumberFormatException refused) {
                assertThat(text).contains("=");
              }
            });
  }

  /** Base64 has several texts for some bytes. */
  private static boolean same(String text, String whole) {
    byte @Nullable [] bytes = decoded(text);
    return bytes != null && Arrays.equals(bytes, decoded(whole));
  }

  private static byte @Nullable [] decoded(String text) {
    try {
      return text.length() > 512 ? null : Base64.getUrlDecoder().decode(text.getBytes(UTF_8));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Rooms that another gateway wrote, or an intruder. */
  @Test
  void rooms_that_are_kept() {
    Fuzz.ofTexts("general=17592186044417,dev=0", "", "a=1")
        .texts(
            TRIES,
            text -> {
              try {
                assertThat(RoomKeeper.parse(text)).hasSizeLessThanOrEqualTo(text.length() / 2);
              } catch (NumberFormatException refused) {
                assertThat(text).contains("=");
              }
            });
  }
}
