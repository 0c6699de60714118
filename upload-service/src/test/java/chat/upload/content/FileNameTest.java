package chat.upload.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNameTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "holiday.jpg|holiday.jpg",
        "../../etc/passwd|passwd",
        "C:\\Users\\ann\\cv.pdf|cv.pdf",
        "/|file",
        "..|file",
        ".bashrc|bashrc",
        "a<b>:c?.txt|a_b__c_.txt",
        "CON.txt|_CON.txt",
        "com1|_com1",
        "größe 漢字 🎉.png|größe 漢字 🎉.png"
      })
  void a_name_has_no_path_and_nothing_that_systems_reserve(String claimed, String name) {
    assertThat(FileName.clean(claimed)).isEqualTo(name);
  }

  @Test
  void characters_that_hide_or_turn_text_or_break_lines_are_removed() {
    assertThat(FileName.clean("a\r\nSet-Cookie: x=1.txt")).isEqualTo("aSet-Cookie_ x=1.txt");
    assertThat(FileName.clean("invoice\u202Efdp.exe")).isEqualTo("invoicefdp.exe");
    assertThat(FileName.clean("a\u0000b\u200Bc\uD800.txt")).isEqualTo("abc.txt");
    assertThat(FileName.clean("a\u2028b.txt")).isEqualTo("a b.txt");
    assertThat(FileName.clean("👩\u200D👧.png")).isEqualTo("👩\u200D👧.png");
    assertThat(FileName.clean("e\u0301.txt")).isEqualTo("é.txt");
    assertThat(FileName.clean(null)).isEqualTo("file");
  }

  /** The first is from Unicode 14, unknown to the tables of JDK 17; the second is a flag. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uD83E\uDEE0.txt",
        "\uD83E\uDEE0",
        "notes.\uD83E\uDEE0",
        "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F.png",
        "\u2764\uFE0F.png",
        "1\uFE0F\u20E3.png",
        "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645.txt",
        "\u845B\uDB40\uDD00.txt"
      })
  void characters_newer_than_the_tables_and_parts_of_emojis_stay(String claimed) {
    assertThat(FileName.clean(claimed)).isEqualTo(claimed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a\u3164b.txt|ab.txt",
        "\u3164\u200D|file",
        "\u2800.|file",
        "ann\u202Egnp.exe|anngnp.exe",
        "x\uDB40\uDC67\uDB40\uDC7F.txt|x.txt",
        "a\uFE0F.txt|a.txt",
        "a\u200Db.txt|ab.txt"
      })
  void characters_that_show_nothing_by_themselves_are_removed(String claimed, String name) {
    assertThat(FileName.clean(claimed)).isEqualTo(name);
  }

  @Test
  void a_long_name_loses_its_middle_and_keeps_its_extension() {
    String name = FileName.clean("🎉".repeat(300) + ".jpeg");
    assertThat(name).startsWith("🎉🎉").endsWith("🎉.jpeg");
    assertThat(name.getBytes(StandardCharsets.UTF_8).length).isBetween(250, 255);
    assertThat(FileName.clean("a".repeat(300))).hasSize(255);
  }

  @Test
  void a_disposition_has_the_name_for_old_clients_and_for_new_ones() {
    assertThat(FileName.disposition("attachment", "naïve \"50%\" plan.txt"))
        .isEqualTo(
            "attachment; filename=\"na_ve _50__ plan.txt\";"
                + " filename*=UTF-8''na%C3%AFve%20%2250%25%22%20plan.txt");
  }
}
