package chat.gateway.account.signin;

import chat.gateway.account.Account;
import chat.gateway.account.Accounts;
import chat.gateway.account.OwnAccount;
import chat.gateway.account.Registration;
import chat.gateway.account.password.NewPassword;
import chat.gateway.account.token.AccessTokens;
import chat.gateway.account.token.SignedIn;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** REST: register, log in, refresh, log out, and change the password. */
@RestController
@RequestMapping("/api/auth")
class AuthController {

  private final Accounts accounts;
  private final Families families;
  private final AccessTokens accessTokens;
  private final OwnAccount ownAccount;

  AuthController(
      Accounts accounts, Families families, AccessTokens accessTokens, OwnAccount ownAccount) {
    this.accounts = accounts;
    this.families = families;
    this.ownAccount = ownAccount;
    this.accessTokens = accessTokens;
  }

  record RegisterBody(
      @NotNull(message = "missing") String email,
      @NotNull(message = "missing") String password,
      @NotNull(message = "missing") String username) {}

  record LoginBody(
      @NotNull(message = "missing") String email, @NotNull(message = "missing") String password) {}

  record RefreshBody(@NotNull(message = "missing") String refreshToken) {}

  record LogoutBody(
      @NotNull(message = "missing") String refreshToken, @Nullable Boolean everywhere) {}

  record PasswordBody(
      @NotNull(message = "missing") String password,
      @NotNull(message = "missing") String newPassword) {}

  /** An account as its owner sees it. */
  record Me(String id, String username, String email, long createdAt) {}

  /** The signed-in user and the tokens; the access token is valid for that many seconds. */
  record Tokens(
      Me user, String accessToken, String refreshToken, String tokenType, long expiresIn) {}

  @PostMapping("/register")
  ResponseEntity<Tokens> register(@Valid @RequestBody RegisterBody body) {
    Account account =
        accounts.register(new Registration(body.email(), body.username(), body.password()));
    return ResponseEntity.created(URI.create("/api/users/" + account.id()))
        .body(tokens(families.start(account)));
  }

  @PostMapping("/login")
  Tokens login(@Valid @RequestBody LoginBody body) {
    return tokens(families.start(accounts.authenticate(body.email(), body.password())));
  }

  @PostMapping("/refresh")
  Tokens refresh(@Valid @RequestBody RefreshBody body) {
    return tokens(families.refresh(body.refreshToken()));
  }

  @PostMapping("/logout")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void logout(@Valid @RequestBody LogoutBody body) {
    Optional<String> user = families.end(body.refreshToken());
    if (Boolean.TRUE.equals(body.everywhere())) {
      user.ifPresent(ownAccount::signOut);
    }
  }

  @PostMapping("/password")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void changePassword(
      @AuthenticationPrincipal SignedIn signedIn, @Valid @RequestBody PasswordBody body) {
    NewPassword next = NewPassword.of("newPassword", body.newPassword());
    ownAccount.changePassword(signedIn, body.password(), next);
  }

  private Tokens tokens(Families.Step step) {
    Account account = step.account();
    return new Tokens(
        new Me(
            account.id(),
            account.username(),
            Objects.requireNonNull(account.email()),
            account.createdAt().toEpochMilli()),
        step.accessToken(accessTokens),
        step.token().text(),
        "Bearer",
        Math.round(accessTokens.remaining(step.at()).toMillis() / 1000.0));
  }
}
