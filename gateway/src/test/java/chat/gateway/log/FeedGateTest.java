package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import chat.edge.problem.ProblemConfiguration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.cassandra.autoconfigure.CassandraAutoConfiguration;
import org.springframework.boot.cassandra.autoconfigure.health.CassandraHealthContributorAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

class FeedGateTest {

  private static final AtomicBoolean READY = new AtomicBoolean();

  private static final ConfigurableApplicationContext GATEWAY =
      new SpringApplicationBuilder(Parts.class)
          .run(
              "--server.port=0",
              "--server.address=127.0.0.1",
              "--management.server.port=-1",
              "--management.endpoint.health.validate-group-membership=false");

  @EnableAutoConfiguration(
      exclude = {
        CassandraAutoConfiguration.class,
        CassandraHealthContributorAutoConfiguration.class,
        KafkaAutoConfiguration.class,
        ManagementWebSecurityAutoConfiguration.class,
        ServletWebSecurityAutoConfiguration.class
      })
  @Import(ProblemConfiguration.class)
  static class Parts {

    @Bean
    FeedGate gate() {
      return new FeedGate(READY::get);
    }

    @Bean
    Answers answers() {
      return new Answers();
    }
  }

  @RestController
  static class Answers {

    @GetMapping({
      "/api/rooms",
      "/api/rooms/dev/members",
      "/api/messages",
      "/api/users/online",
      "/api/auth/login",
      "/docs"
    })
    String answer() {
      return "answered";
    }
  }

  @AfterEach
  void unready() {
    READY.set(false);
  }

  @AfterAll
  static void close() {
    GATEWAY.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/rooms", "/api/rooms/dev/members", "/api/messages", "/api/users/online"})
  void rooms_messages_and_users_are_unavailable_until_the_feed_is_ready(String path)
      throws Exception {
    HttpResponse<String> early = get(path);
    READY.set(true);

    assertThat(early.statusCode()).isEqualTo(503);
    assertThat(early.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(early.body()).contains("\"code\":\"unavailable\"");
    assertThat(get(path).statusCode()).isEqualTo(200);
  }

  @Test
  void the_rest_needs_no_feed() throws Exception {
    assertThat(get("/api/auth/login").statusCode()).isEqualTo(200);
    assertThat(get("/docs").statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    String port = GATEWAY.getEnvironment().getRequiredProperty("local.server.port");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
