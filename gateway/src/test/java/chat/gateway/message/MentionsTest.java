package chat.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MentionsTest {

  private static final String LONGEST = "a".repeat(32);

  private final Map<String, String> accounts = new HashMap<>();
  private final NameLookup names =
      names -> {
        asked = names;
        return CompletableFuture.completedFuture(
            names.stream()
                .filter(accounts::containsKey)
                .collect(Collectors.toMap(name -> name, accounts::get)));
      };
  private Set<String> asked = Set.of();

  MentionsTest() {
    for (String name : List.of("ann", "bob", "bob-x", "bob.b", "eve_", LONGEST)) {
      accounts.put(name, "id of " + name);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          @bob                  | bob
          hi @bob               | bob
          @bob.                 | bob
          @bob...               | bob
          @bob, @ann!           | bob ann
          (@bob)                | bob
          @BoB                  | bob
          @bob-x                | bob-x
          @bob-x.               | bob-x
          @bob-                 | bob
          @bob.b                | bob.b
          @bob.b.               | bob.b
          @eve_                 | eve_
          @bob's                | bob
          @bobさん               | bob
          @bob\u00a0            | bob
          @ann @bob @ann @Ann   | ann bob
          你好@bob               | bob
          你好＠bob               | bob
          ＠bob再见               | bob
          é@bob                 | bob
          e\u0301@bob           | bob
          👋@bob                 | bob
          ）@bob（                | bob
          @stranger @bob        | bob
          """)
  void an_account_that_is_named_is_mentioned_once_in_the_order_of_the_text(
      String text, String names) {
    assertThat(mentioned(text))
        .isEqualTo(List.of(names.split(" ")).stream().map(name -> "id of " + name).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bob",
        "ann@bob",
        "ann@bob.example",
        "ann-@bob",
        "ann_@bob",
        "@\uFF20bob",
        "7\uFF20bob",
        "x.@bob",
        "@@bob",
        "@ bob",
        "@bo",
        "@",
        "@bobby",
        "@bob-y",
        "@unknown",
        "@bob_b"
      })
  void text_without_a_users_name_mentions_no_user(String text) {
    assertThat(mentioned(text)).isEmpty();
  }

  @Test
  void a_word_too_long_for_a_name_is_not_shortened_to_one() {
    assertThat(mentioned("@" + LONGEST + ".")).containsExactly("id of " + LONGEST);
    assertThat(mentioned("@" + LONGEST + "a")).isEmpty();
    assertThat(mentioned("@" + LONGEST + "-")).isEmpty();
  }

  @Test
  void at_most_twenty_names_are_looked_up() {
    List<String> many = IntStream.range(0, 30).mapToObj(i -> "user" + i).toList();
    many.forEach(name -> accounts.put(name, name));

    assertThat(mentioned("@" + String.join(" @", many))).isEqualTo(many.subList(0, 20));
    assertThat(asked).hasSize(20);
  }

  @Test
  void a_text_without_names_needs_no_look_up() {
    assertThat(mentioned("no one, a@b")).isEmpty();
    assertThat(asked).isEmpty();
  }

  private List<String> mentioned(String text) {
    return new Mentions(names).in(text).join();
  }
}
