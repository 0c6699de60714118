package chat.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.description.ProjectFiles;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * A broker that stands still keeps its connections, so each client must ask for leaders, and give
 * up requests, long before Kafka's defaults of five minutes and of half a minute.
 */
class HungBrokerSettingsTest {

  private static final Duration LEADERS = Duration.ofSeconds(2);
  private static final Duration REQUEST = Duration.ofSeconds(5);

  @ParameterizedTest
  @CsvSource({
    "gateway, consumer",
    "gateway, producer",
    "message-writer, consumer",
    "message-writer, producer",
    "presence-tracker, consumer",
    "presence-tracker, producer",
    "upload-service, consumer",
    "upload-service, producer"
  })
  void a_client_leaves_a_broker_that_stands_still(String service, String client) {
    JsonNode settings =
        ProjectFiles.yaml(service + "/src/main/resources/application.yaml")
            .path("spring")
            .path("kafka")
            .path(client)
            .path("properties");

    assertThat(settings.path("metadata.max.age.ms").longValue(0)).isBetween(1L, LEADERS.toMillis());
    assertThat(settings.path("request.timeout.ms").longValue(0)).isBetween(1L, REQUEST.toMillis());
  }
}
