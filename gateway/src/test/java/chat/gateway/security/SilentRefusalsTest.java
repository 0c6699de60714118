package chat.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import chat.gateway.account.TestGateway;
import chat.infra.attacks.RawHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Requests that the server refuses, of which a client can send any number. */
class SilentRefusalsTest {

  private final TestGateway edge = TestGateway.shared();
  private final RawHttp raw = edge.raw();
  private final Logger jetty = (Logger) LoggerFactory.getLogger("org.eclipse.jetty");
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void listen() {
    logged.start();
    jetty.addAppender(logged);
  }

  @AfterEach
  void stop() {
    jetty.detachAppender(logged);
  }

  @Test
  void what_is_refused_is_not_logged() {
    assertThat(raw.ask("GET / HTTP/1.1", "Host: a", "Host: b"))
        .as("a second Host")
        .startsWith("HTTP/1.1 400 ");
    assertThat(raw.ask("GET /%zz HTTP/1.1")).startsWith("HTTP/1.1 400 ");
    assertThat(raw.ask("GET / HTTP/9.9")).startsWith("HTTP/1.1 505 ");
    assertThat(raw.ask("POST / HTTP/1.1", "Content-Length: 2", "Transfer-Encoding: chunked"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(raw.ask("POST / HTTP/1.1", "Transfer-Encoding: nonsense")).startsWith("HTTP/1.1 ");
    assertThat(raw.ask("GET /" + "a".repeat(10_000) + " HTTP/1.1")).startsWith("HTTP/1.1 414 ");
    assertThat(logged.list).isEmpty();
  }
}
