package chat.gateway.account.issuer;

import chat.edge.issuer.IssuerConfiguration;
import chat.edge.issuer.Issuers;
import chat.gateway.account.token.AccessTokens;
import java.time.Duration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Bearer tokens of a gateway for which no issuer was named. */
public final class TestBearerTokens {

  private TestBearerTokens() {}

  /** Only our own tokens are good. */
  public static BearerTokens of(AccessTokens ours) {
    try (AnnotationConfigApplicationContext context =
        new AnnotationConfigApplicationContext(IssuerConfiguration.class)) {
      return new BearerTokens(
          true,
          ours,
          context.getBean(Issuers.class),
          token -> {
            throw new IllegalStateException("a token of an issuer: " + token);
          },
          new InMemoryIssuerLogouts(),
          Duration.ofMinutes(1));
    }
  }
}
