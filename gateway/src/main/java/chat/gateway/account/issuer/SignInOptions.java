package chat.gateway.account.issuer;

import chat.edge.issuer.IssuerSettings;
import chat.edge.issuer.LocalAccounts;
import java.util.List;
import java.util.Objects;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** REST: tells the gateway's page where its users can sign in. */
@RestController
class SignInOptions {

  private final Options options;

  SignInOptions(LocalAccounts accounts, IssuerSettings settings) {
    this.options =
        new Options(
            accounts.local(),
            settings.issuers().stream()
                .filter(terms -> terms.clientId() != null)
                .map(PageClient::of)
                .toList());
  }

  /**
   * All ways to sign in.
   *
   * @param local whether users register and sign in here
   */
  record Options(boolean local, List<PageClient> issuers) {}

  /** The page as a client of an issuer. */
  record PageClient(String issuer, String clientId, String scope, String audience) {

    static PageClient of(IssuerSettings.Terms terms) {
      return new PageClient(
          terms.issuer(),
          Objects.requireNonNull(terms.clientId()),
          terms.scope(),
          terms.audience());
    }
  }

  @GetMapping("/signin.json")
  Options options() {
    return options;
  }
}
