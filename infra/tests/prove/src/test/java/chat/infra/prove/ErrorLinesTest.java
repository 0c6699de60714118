package chat.infra.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorLinesTest {

  @Test
  void errors_of_services_are_counted_and_the_first_is_told(@TempDir Path logs) throws IOException {
    Files.writeString(
        logs.resolve("gateway-1.log"),
        """
        2026-11-30T15:00:00.000Z  INFO 1 --- [gateway] well
        2026-11-30T15:00:01.000Z ERROR 1 --- [gateway] first
        java.lang.IllegalStateException: ERROR in a trace
        2026-11-30T15:00:02.000Z ERROR 1 --- [gateway] second
        """);
    Files.writeString(logs.resolve("message-writer.log.1"), "2026-11-30T15:00:00Z  WARN 1 --- x\n");
    Files.writeString(logs.resolve("kafka-1.log"), "[2026-11-30 15:00:00,000] ERROR of Kafka\n");

    assertThat(ErrorLines.of(logs))
        .containsExactly(
            "gateway-1.log: 2 errors, the first: "
                + "2026-11-30T15:00:01.000Z ERROR 1 --- [gateway] first");
  }
}
