package chat.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.TestGateway;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Idle time-outs of connections, by the servers' settings, as a test can't wait for them. */
class KeepAliveTest {

  private static final Duration BALANCERS = Duration.ofSeconds(75);
  private static final TestGateway OWN = new TestGateway("chat.web.keep-alive=2m");

  @AfterAll
  static void stop() {
    OWN.close();
  }

  @Test
  void idle_connections_outlive_those_of_balancers_at_every_port() {
    assertThat(connectors(TestGateway.shared()))
        .hasSize(2)
        .allMatch(connector -> connector.getIdleTimeout() >= BALANCERS.toMillis());
  }

  @Test
  void the_idle_time_can_be_set() {
    assertThat(connectors(OWN))
        .hasSize(2)
        .allMatch(connector -> connector.getIdleTimeout() == Duration.ofMinutes(2).toMillis());
  }

  /** The time-out within a request is not longer than before. */
  @Test
  void a_stalled_request_times_out_earlier() {
    assertThat(connectors(OWN))
        .flatExtracting(Connector::getConnectionFactories)
        .filteredOn(HttpConnectionFactory.class::isInstance)
        .extracting(http -> ((HttpConnectionFactory) http).getHttpConfiguration().getIdleTimeout())
        .hasSize(2)
        .containsOnly(Duration.ofSeconds(30).toMillis());
  }

  private static List<Connector> connectors(TestGateway gateway) {
    return gateway.servers().stream().map(Server::getConnectors).flatMap(Arrays::stream).toList();
  }
}
