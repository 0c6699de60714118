package chat.infra.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.description.ProjectFiles;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lets Prometheus' own tool judge which alerts fire on given series. */
@Tag("promtool")
@Timeout(60)
class AlertRulesTest {

  @Test
  void alerts_fire_when_they_should_and_not_before() throws Exception {
    Process promtool =
        new ProcessBuilder(
                ProjectFiles.ROOT.resolve(".ci/tools/usr/bin/promtool").toString(),
                "test",
                "rules",
                "infra/deploy/observability/tests/chat.yml")
            .directory(ProjectFiles.ROOT.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(promtool.getInputStream().readAllBytes(), UTF_8);

    assertThat(promtool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(promtool.exitValue()).as(output).isZero();
    assertThat(output).contains("SUCCESS");
  }
}
