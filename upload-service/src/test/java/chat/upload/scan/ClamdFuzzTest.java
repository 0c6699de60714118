package chat.upload.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.attacks.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Mutated answers of clamd: only one text means that a file is clean. */
class ClamdFuzzTest {

  private static final int TRIES = 20_000;

  @Test
  void answers() {
    Fuzz.ofTexts(
            "stream: OK\0",
            "stream: Eicar-Signature FOUND\0",
            "INSTREAM size limit exceeded. ERROR\0",
            "")
        .bytes(
            TRIES,
            bytes -> {
              String answer = new String(bytes, UTF_8);
              try {
                switch (Clamd.verdict(new ByteArrayInputStream(bytes))) {
                  case CLEAN -> assertThat(answer).matches("stream: OK[\\x00\\s]*");
                  case INFECTED -> assertThat(answer).contains(" FOUND");
                }
              } catch (IOException none) {
                assertThat(none.getMessage()).matches("clamd: [\\x20-\\x7e]{1,200}");
              }
            });
  }
}
