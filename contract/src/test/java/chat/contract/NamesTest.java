package chat.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NamesTest {

  @Test
  void names_are_those_of_their_patterns() {
    agree(Names::isRoom, Names.ROOM_PATTERN);
    agree(Names::isMessageId, "[A-Za-z0-9_-]{1,64}");
    agree(Names::isFile, "[A-Za-z0-9_-]{1,64}");
    agree(Names::isUser, "[A-Za-z0-9._-]{1,128}");
    agree(Names::isUsername, "[A-Za-z0-9][A-Za-z0-9_.-]{2,31}");
  }

  @Test
  void a_text_is_well_formed_without_nul_and_half_pairs() {
    assertThat(Stream.of("", "a\u00e9\u4e2d", "\ud83d\udc4d", "a\ud83d\udc4d\ud83d\udc4d"))
        .allMatch(Text::isWellFormed);
    assertThat(
            Stream.of(
                "a\ud83d",
                "\ud83da",
                "\udc4d\ud83d",
                "\ud83d\ud83d\udc4d",
                "\ud83d\udc4d\udc4d",
                "\0",
                "ab\0"))
        .noneMatch(Text::isWellFormed);
  }

  /** All characters at the beginning and later, and all lengths. */
  private static void agree(Predicate<String> names, String pattern) {
    Pattern whole = Pattern.compile(pattern);
    Stream<String> characters =
        IntStream.range(0, 0x250).mapToObj(Character::toString).flatMap(NamesTest::placed);
    Stream<String> lengths = IntStream.range(0, 140).mapToObj("a"::repeat);
    assertThat(Stream.concat(characters, lengths))
        .allSatisfy(
            text -> assertThat(names.test(text)).as(text).isEqualTo(whole.matcher(text).matches()));
  }

  private static Stream<String> placed(String character) {
    return Stream.of(character, character + "abc", "a" + character + "bc", "abc" + character);
  }
}
