package chat.sockets.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.sockets.budget.ClientMemory;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwarderTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final URI PLACE = URI.create("http://10.0.0.1:8080");

  private final Forwarder forwarder =
      new Forwarder(
          new Engine(
              new EngineSettings(
                  SECOND,
                  SECOND,
                  SECOND,
                  SECOND,
                  SECOND,
                  1000,
                  10,
                  1000,
                  now -> time -> true,
                  3,
                  2),
              () -> "session",
              () -> Instant.ofEpochMilli(0),
              () -> true,
              session -> {
                throw new IllegalStateException("no session is opened here");
              },
              new ClientMemory(160_000)));

  @ParameterizedTest
  @ValueSource(strings = {"sid=a|b", "sid={a}", "sid=a\"b", "sid=a&t=%zz", "sid=a&t=%"})
  void a_query_that_makes_no_address_leads_nowhere(String query) {
    assertThat(Forwarder.address(PLACE, "/socket.io/", query)).isNull();
  }

  @Test
  void any_other_query_leads_to_the_same_address_at_the_other_place() {
    assertThat(Forwarder.address(PLACE, "/socket.io/", "EIO=4&sid=a%20b"))
        .isEqualTo(URI.create("http://10.0.0.1:8080/socket.io/?EIO=4&sid=a%20b"));
  }

  @Test
  void what_fails_before_it_is_under_way_is_not_counted_any_more() {
    assertThat(forwarder.begin()).isTrue();
    assertThatThrownBy(
            () ->
                forwarder.forward(
                    PLACE, gone(HttpServletRequest.class), gone(HttpServletResponse.class)))
        .isInstanceOf(IllegalStateException.class);

    assertThat(forwarder.underWay()).isZero();
  }

  /** Part of an exchange that is over: all that is asked of it fails. */
  private static <T> T gone(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw new IllegalStateException("the exchange is over");
            }));
  }
}
