package chat.upload.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClamdTest {

  private final FakeClamd fake = new FakeClamd();
  private final Clamd clamd = new Clamd(settings(fake.address()));

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  void bytes_are_clean_or_infected() throws IOException {
    assertThat(scan("hello".repeat(10_000))).isEqualTo(Clamd.Verdict.CLEAN);
    assertThat(scan("")).isEqualTo(Clamd.Verdict.CLEAN);
    assertThat(scan("..." + FakeClamd.EICAR)).isEqualTo(Clamd.Verdict.INFECTED);
  }

  @Test
  void an_answer_without_a_verdict_is_neither_clean_nor_infected() {
    fake.setLimit(3);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> scan("four"))
        .withMessage("clamd: INSTREAM size limit exceeded. ERROR");
    fake.setAway(true);
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> scan("x"));
    fake.close();
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> scan("x"));
  }

  @Test
  void an_address_that_is_none_is_refused_by_name() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("clamd"))
        .withMessage("chat.scan.clamd: clamd (expected: host:port)");
  }

  private Clamd.Verdict scan(String content) throws IOException {
    return clamd.scan(new ByteArrayInputStream(content.getBytes(UTF_8)));
  }

  private static ScanSettings settings(String address) {
    Duration patience = Duration.ofSeconds(10);
    return new ScanSettings(address, patience, 1, 1, patience);
  }
}
