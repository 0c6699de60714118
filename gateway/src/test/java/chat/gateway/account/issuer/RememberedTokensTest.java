package chat.gateway.account.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.events.Revocations;
import chat.sockets.fanout.UserConnections;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long verified tokens of issuers are remembered. */
class RememberedTokensTest {

  @ParameterizedTest
  @ValueSource(strings = {"PT1M1S", "PT5M", "PT11M", "PT12H1M"})
  void it_is_at_most_half_as_long_as_the_end_of_a_sign_in(Duration family) {
    Revocations revocations =
        new Revocations(
            new UserConnections(),
            InstantSource.system(),
            InstantSource.system(),
            family,
            Duration.ofDays(1));

    assertThat(IssuerTokenConfiguration.remembered(revocations))
        .isPositive()
        .isLessThanOrEqualTo(family.dividedBy(2))
        .isLessThanOrEqualTo(Duration.ofMinutes(5));
  }
}
