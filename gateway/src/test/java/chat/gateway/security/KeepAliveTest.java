package chat.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.Edge;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How long idle connections are kept, by what the servers were told: a test can't wait for it. */
class KeepAliveTest {

  private static final Duration BALANCERS = Duration.ofSeconds(75);
  private static final Edge OWN = new Edge("chat.web.keep-alive=2m");

  @AfterAll
  static void stop() {
    OWN.close();
  }

  @Test
  void connections_outlive_those_of_balancers_at_every_port() {
    assertThat(connectors(Edge.shared()))
        .hasSize(2)
        .allMatch(connector -> connector.getIdleTimeout() >= BALANCERS.toMillis());
  }

  @Test
  void an_operator_sets_how_long() {
    assertThat(connectors(OWN))
        .hasSize(2)
        .allMatch(connector -> connector.getIdleTimeout() == Duration.ofMinutes(2).toMillis());
  }

  /** While there is a request, its client has no more time than before to go on. */
  @Test
  void a_request_that_stands_still_is_given_up_sooner() {
    assertThat(connectors(OWN))
        .flatExtracting(Connector::getConnectionFactories)
        .filteredOn(HttpConnectionFactory.class::isInstance)
        .extracting(http -> ((HttpConnectionFactory) http).getHttpConfiguration().getIdleTimeout())
        .hasSize(2)
        .containsOnly(Duration.ofSeconds(30).toMillis());
  }

  private static List<Connector> connectors(Edge edge) {
    return edge.servers().stream().map(Server::getConnectors).flatMap(Arrays::stream).toList();
  }
}
