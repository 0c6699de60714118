package chat.gateway.session.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.token.Secret;
import java.net.URI;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedSessionIdsTest {

  private static final URI HERE = URI.create("http://10.0.0.1:8080");
  private static final URI THERE = URI.create("http://10.0.0.2:8080");

  private final SignedSessionIds here = names(1, HERE);

  @Test
  void a_name_says_where_its_session_is() {
    String sid = names(1, THERE).next();

    assertThat(sid).matches("[A-Za-z0-9_-]+");
    assertThat(here.elsewhere(sid)).isEqualTo(THERE);
  }

  @Test
  void a_name_of_this_gateway_leads_nowhere_else() {
    assertThat(here.elsewhere(here.next())).isNull();
  }

  @Test
  void a_name_that_somebody_else_made_leads_nowhere() {
    assertThat(here.elsewhere(names(2, THERE).next())).isNull();
  }

  @Test
  void a_name_that_was_changed_leads_nowhere() {
    String sid = names(1, THERE).next();
    for (int i = 0; i < sid.length(); i++) {
      char other = sid.charAt(i) == 'A' ? 'w' : 'A';
      String changed = sid.substring(0, i) + other + sid.substring(i + 1);
      assertThat(here.elsewhere(changed)).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "***", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void what_is_no_name_leads_nowhere(String sid) {
    assertThat(here.elsewhere(sid)).isNull();
  }

  private static SignedSessionIds names(int secret, URI address) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) secret;
    return new SignedSessionIds(new Secret(bytes), new SecureRandom(), address);
  }
}
