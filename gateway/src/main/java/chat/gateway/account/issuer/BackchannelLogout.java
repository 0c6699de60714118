package chat.gateway.account.issuer;

import chat.edge.issuer.Issuer;
import chat.edge.issuer.Issuers;
import chat.edge.issuer.LogoutToken;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.account.AccountChange;
import chat.gateway.account.AccountChanges;
import chat.gateway.account.AccountTables;
import chat.gateway.account.OwnAccount;
import java.time.Instant;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** REST: an issuer ends a session, or all of a user (OpenID Connect Back-Channel Logout 1.0). */
@RestController
class BackchannelLogout {

  private final Issuers issuers;
  private final IssuerLogouts logouts;
  private final AccountTables accounts;
  private final AccountChanges changes;
  private final OwnAccount ownAccount;

  BackchannelLogout(
      Issuers issuers,
      IssuerLogouts logouts,
      AccountTables accounts,
      AccountChanges changes,
      OwnAccount ownAccount) {
    this.issuers = issuers;
    this.logouts = logouts;
    this.accounts = accounts;
    this.changes = changes;
    this.ownAccount = ownAccount;
  }

  @PostMapping(
      path = "/api/auth/backchannel-logout",
      consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  void logOut(@RequestParam("logout_token") String token) {
    Issuer issuer = issuers.of(token).orElseThrow(BackchannelLogout::invalid);
    LogoutToken logout = issuer.verifyLogout(token);
    if (logouts.isUsed(logout.id())) {
      throw invalid();
    }
    end(logout); // repeatable: a logout that failed is not used, and comes again
    if (!logouts.use(logout.id())) {
      throw invalid();
    }
  }

  /** A session that was never seen here stands for all of its user, if the token names one. */
  private void end(LogoutToken logout) {
    String session = logout.session();
    String owner = session == null ? null : logouts.end(session, logout.issuedAt()).orElse(null);
    String user = logout.user();
    if (session != null && owner != null) {
      changes.finish(changes.begin(AccountChange.Kind.END_OF_FAMILY, owner, session));
    } else if (user != null) {
      endAll(user, logout.issuedAt());
    }
  }

  /** A gateway may make the account at the same time: then one of both knows of the other. */
  private void endAll(String user, Instant issued) {
    if (accounts.account(user).isEmpty()) {
      Optional<String> unused = logouts.end(user, issued);
    }
    if (accounts.account(user).isPresent()) {
      ownAccount.endTokens(user, issued);
    }
  }

  private static Refusal invalid() {
    return Refusal.ofField(
        ProblemCode.INVALID_REQUEST, "logout_token", "not a logout token, or used before");
  }
}
