package chat.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.TestGateway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReactionPathsTest {

  private static final String PATH = "/api/messages/dev/130/reactions/";

  private final TestGateway gateway = TestGateway.shared();

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "100%25 100%",
        "%3B%29 ;)",
        "%3A%2F :/",
        "%5Co%2F \\o/",
        "%2E%2E ..",
        "%2e .",
        "%2F%2F //",
        "a%5Cb a\\b",
        "%F0%9F%91%8D 👍",
        "%252e%252e %2e%2e",
        "👍 👍",
        "a+b a+b",
        "..%3Bx ..;x"
      })
  void the_last_segment_is_the_emoji_as_it_was_encoded(String segment, String emoji) {
    assertThat(ReactionPaths.emoji(PATH + segment)).isEqualTo(emoji);
    assertThat(ReactionPaths.emoji("/%61pi/messages/dev/130/reactions/" + segment))
        .isEqualTo(emoji);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PATH,
        PATH + "..",
        PATH + ".",
        PATH + ";)",
        PATH + "a;b=c",
        PATH + "%FF",
        PATH + "%zz",
        PATH + "%4",
        PATH + "%",
        PATH + "a/b",
        "/api/messages/dev/reactions/x",
        "/api/messages/dev/130/members/%2e%2e",
        "/api/rooms/dev/130/reactions/x",
        "//api/messages/dev/130/reactions/x",
        "/api/messages/dev/130/reactions%2Fx",
        "/"
      })
  void no_other_path_is_a_reactions(String path) {
    assertThat(ReactionPaths.emoji(path)).isNull();
  }

  /** The token is checked only if the address is valid. */
  @ParameterizedTest
  @ValueSource(strings = {"100%25", "%3B%29", "%3A%2F", "%5Co%2F", "%2E%2E", "%2F%2F", "..%2F.."})
  void any_emoji_is_accepted(String segment) {
    for (String method : new String[] {"PUT", "DELETE"}) {
      assertThat(gateway.raw().ask(method + " " + PATH + segment + " HTTP/1.1"))
          .startsWith("HTTP/1.1 401");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/messages/%2e%2e/130/reactions/x",
        "/api/messages/a%2Fb/130/reactions/x",
        "/api/messages/a%5Cb/130/reactions/%3B%29",
        "/api/messages/a%25b/130/reactions/x",
        "/api/messages/../messages/1/reactions/x",
        "/api/messages/dev;x=1/1/reactions/x",
        "/api/messages//1/reactions/x",
        PATH + ";)",
        PATH + "x/%2e%2e",
        PATH + "%00",
        PATH + "%FF",
        PATH + "%zz",
        "/api/rooms/%2e%2e/members",
        "/api/rooms/a%2Fb",
        "/api/users/%5C",
        "/api/users/100%25/x%2Fy",
        "/api/users/..;/x",
        "/files/%2e%2e/x",
        "/files/a%2Fb",
        "/docs/%2e%2e/x",
        "/.well-known/%2e%2e%2fx",
        "/socket.io/%2e%2e/x"
      })
  void nothing_else_is_loosened(String path) {
    String answer = gateway.raw().ask("GET " + path + " HTTP/1.1");

    assertThat(answer).startsWith("HTTP/1.1 400");
    assertThat(answer).contains("application/problem+json");
  }
}
