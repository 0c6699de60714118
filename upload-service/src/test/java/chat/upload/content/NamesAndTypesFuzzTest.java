package chat.upload.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.attacks.Fuzz;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mutated names and contents of files. */
class NamesAndTypesFuzzTest {

  private static final int TRIES = 1_000;

  @Test
  void names_are_one_short_line_without_a_path() {
    Fuzz.ofTexts(
            "cat.png", "../../etc/passwd", "C:\\con.txt", "\u202egnp.exe", "été 👋.tar.gz", ".", "")
        .texts(
            TRIES,
            claimed -> {
              String name = FileName.clean(claimed);
              assertThat(name)
                  .isNotBlank()
                  .doesNotContainPattern("[\\x00-\\x1f\\x7f/\\\\<>:\"|?*]");
              assertThat(name.getBytes(UTF_8).length).isLessThanOrEqualTo(255);
              assertThat(FileName.clean(name)).isEqualTo(name);
              assertThat(FileName.disposition("inline", name))
                  .matches("inline; filename=\"[ !#-\\[\\]-~]*\"; filename\\*=UTF-8''[!-~]*");
            });
  }

  @Test
  void types_are_found_whatever_the_bytes_are() {
    ContentTypes types = new ContentTypes(List.of("image/png"));

    Fuzz.ofBytes(
            "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR".getBytes(ISO_8859_1),
            "%PDF-1.7\n".getBytes(US_ASCII),
            "<!DOCTYPE html><html>".getBytes(US_ASCII),
            "PK\3\4aaaaaaaaaaaaaaaaaaaaaa\21\0aaword/document.xml".getBytes(US_ASCII),
            "{\"a\":1}".getBytes(US_ASCII))
        .bytes(
            TRIES / 3,
            bytes ->
                assertThat(types.of(bytes, bytes.length)).matches("[a-z]+/[A-Za-z0-9.+_-]+(;.*)?"));
  }
}
