package chat.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Names;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsernameCandidatesTest {

  @ParameterizedTest
  @CsvSource({
    "Anna,Anna",
    "Zoë Öz,ZoeOz",
    "ann@example.com,annexample.com",
    "_.-ann,ann",
    "jo,user-jo",
    "安娜,user",
    "ＡＮＮＡ,ANNA"
  })
  void the_first_candidate_is_the_claim_without_what_is_not_legal(String claim, String username) {
    assertThat(UsernameCandidates.of("id", claim)).first().isEqualTo(username);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "Anna",
        "\uD83D\uDE00",
        "..",
        "x.................................................y"
      })
  void all_candidates_are_different_usernames(String claim) {
    assertThat(UsernameCandidates.of("id", claim))
        .allMatch(Names::isUsername)
        .extracting(name -> name.toLowerCase(Locale.ROOT))
        .doesNotHaveDuplicates();
  }

  @Test
  void a_number_follows_where_the_name_is_taken() {
    assertThat(UsernameCandidates.of("id", "anna").limit(3))
        .containsExactly("anna", "anna2", "anna3");
    assertThat(UsernameCandidates.of("id", null)).first().isEqualTo("user");
  }
}
