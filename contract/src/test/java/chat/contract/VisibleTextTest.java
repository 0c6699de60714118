package chat.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {

  private static final String ENGLAND = "\uD83C\uDFF4" + tags("gbeng") + "\uDB40\uDC7F";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ann",
        "Ann Lee",
        "größe 漢字",
        "\uD83E\uDEE0", // of Unicode 14
        "\uD83D\uDC69\u200D\uD83D\uDC67", // a family
        "\uD83D\uDC41\uFE0F\u200D\uD83D\uDDE8\uFE0F",
        "\uD83C\uDFF3\uFE0F\u200D\u26A7\uFE0F",
        "\uD83D\uDE42\u200D\u2194\uFE0F",
        "\uD83D\uDC4D\uD83C\uDFFD",
        "\uD83C\uDDE9\uD83C\uDDEA",
        "\u2764\uFE0F",
        "1\uFE0F\u20E3",
        "#\u20E3",
        "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", // Persian
        "\u0915\u094D\u200D\u0937", // Hindi
        "\u0D28\u0D4D\u200D", // Malayalam
        "\u845B\uDB40\uDD00", // a form of a Han character
        "\u0600\u0661", // an Arabic number sign is seen
        ";)",
        "\\o/"
      })
  void what_is_seen_is_a_name(String text) {
    assertThat(VisibleText.isName(text, 64)).as(text).isTrue();
    assertThat(VisibleText.plain(text)).isEqualTo(text);
  }

  @Test
  void the_flag_of_a_region_keeps_its_tags() {
    assertThat(VisibleText.isName(ENGLAND, 16)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\u00A0\u3000",
        "\u3164",
        "\u115F\u1160",
        "\uFFA0",
        "\u200B",
        "\u200D",
        "\uFE0F",
        "\u2800",
        "\uD834\uDD59",
        "\u0301",
        "\uFEFF",
        "\uDB40\uDC67",
        "a\nb",
        "a\u0085b",
        "a\u2028b",
        "a\u0000b",
        "a\uD800b",
        "ann\u202Egnp.exe",
        "a\u2066b",
        "a\u200Fb",
        "a\u061Cb",
        "a\u3164b",
        "a\u200Bb",
        "a\u200Db",
        "a\u200Cb",
        "a\u00ADb",
        "a\uFE0Fb",
        "é\uFE0F",
        "1\uFE0F",
        "a\u2060b",
        "a\uFFFEb",
        "a\uDB40\uDC01b",
        "\u2764\uFE0F\uFE0F",
        "\uD83D\uDC69\u200D",
        "\uD83D\uDC69\u200Da"
      })
  void what_shows_nothing_or_hides_or_turns_text_is_none(String text) {
    assertThat(VisibleText.isName(text, 64)).isFalse();
  }

  @Test
  void tags_tell_nothing_but_a_region() {
    assertThat(VisibleText.plain("\uD83D\uDE00" + tags("gbeng") + "\uDB40\uDC7F"))
        .isEqualTo("\uD83D\uDE00");
    assertThat(VisibleText.plain("\uD83C\uDFF4" + tags("hiddentext") + "\uDB40\uDC7F"))
        .isEqualTo("\uD83C\uDFF4");
    assertThat(VisibleText.plain("\uD83C\uDFF4" + tags("gbeng"))).isEqualTo("\uD83C\uDFF4");
  }

  @Test
  void a_name_is_as_long_as_it_may_be() {
    assertThat(VisibleText.isName("\uD83E\uDEE0".repeat(64), 64)).isTrue();
    assertThat(VisibleText.isName("a".repeat(65), 64)).isFalse();
  }

  @Test
  void what_was_made_plain_is_plain() {
    for (int first = 0; first < 0x30000; first += 7) {
      String text = "a" + Character.toString(first) + "\u200D\uFE0Fb";
      String plain = VisibleText.plain(text);

      assertThat(VisibleText.plain(plain)).as("%x", first).isEqualTo(plain);
    }
  }

  private static String tags(String word) {
    return word.codePoints()
        .map(letter -> 0xE0000 + letter)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
