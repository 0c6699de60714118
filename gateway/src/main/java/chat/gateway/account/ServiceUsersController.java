package chat.gateway.account;

import chat.contract.ApplicationData;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.account.ServiceAccounts.Outcome;
import chat.gateway.account.token.AccessTokens;
import chat.gateway.json.DataField;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** REST for services: users, their tokens and sessions. */
@RestController
@RequestMapping("/api/server/users/{id}")
class ServiceUsersController {

  private static final int DEFAULT_SECONDS = 3600;
  private static final int LEAST_SECONDS = 60;

  private final ServiceAccounts accounts;
  private final AccessTokens tokens;
  private final TimeOrderedIds ids;
  private final SignInRetention signIns;

  ServiceUsersController(
      ServiceAccounts accounts, AccessTokens tokens, TimeOrderedIds ids, SignInRetention signIns) {
    this.accounts = accounts;
    this.tokens = tokens;
    this.ids = ids;
    this.signIns = signIns;
  }

  /** A user as services see them. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ServiceUser(
      String id,
      String username,
      @Nullable String name,
      @Nullable String email,
      @Nullable String avatar,
      long createdAt,
      @JsonRawValue @Nullable String data) {

    static ServiceUser of(Account account) {
      ApplicationData data = account.data();
      return new ServiceUser(
          account.id(),
          account.username(),
          account.name(),
          account.email(),
          account.avatar(),
          account.createdAt().toEpochMilli(),
          data == null ? null : data.json());
    }
  }

  record UserAnswer(ServiceUser user) {}

  record Lifetime(@Nullable Integer ttlSeconds) {}

  record MintedToken(String accessToken, String tokenType, long expiresIn) {}

  /** Absent fields keep their values, null deletes them (RFC 7396). */
  @PutMapping
  ResponseEntity<UserAnswer> put(@PathVariable String id, @RequestBody JsonNode body) {
    if (!body.isObject()) {
      throw Refusal.of(ProblemCode.INVALID_REQUEST, "The body is not a JSON object as expected");
    }
    ApplicationData data = DataField.readChange(body.get(ApplicationData.FIELD));
    Outcome outcome =
        accounts.put(
            id,
            present ->
                ServiceProfile.of(
                    text(body, "username", null),
                    text(body, "name", present == null ? null : present.name()),
                    text(body, "email", present == null ? null : present.email()),
                    ApplicationData.after(present == null ? null : present.data(), data)));
    return ResponseEntity.status(outcome.created() ? HttpStatus.CREATED : HttpStatus.OK)
        .body(new UserAnswer(ServiceUser.of(outcome.account())));
  }

  @PostMapping("/tokens")
  @ResponseStatus(HttpStatus.CREATED)
  MintedToken mint(
      @PathVariable String id, @RequestBody(required = false) @Nullable Lifetime body) {
    Integer wanted = body == null ? null : body.ttlSeconds;
    int seconds = wanted == null ? DEFAULT_SECONDS : wanted;
    if (seconds < LEAST_SECONDS || seconds > AccessTokens.LONGEST_MINTED.toSeconds()) {
      throw Refusal.ofField(
          ProblemCode.INVALID_REQUEST,
          "ttlSeconds",
          LEAST_SECONDS + ".." + AccessTokens.LONGEST_MINTED.toSeconds() + " is expected");
    }
    Account account = accounts.find(id);
    String token =
        tokens.mint(
            ids.next().toString(),
            account.author(),
            account.version(),
            Duration.ofSeconds(seconds));
    return new MintedToken(token, "Bearer", seconds);
  }

  @PostMapping("/sessions/end")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void endSessions(@PathVariable String id) {
    accounts.endSessions(id);
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  ErasureReceipt erase(@PathVariable String id) {
    return ErasureReceipt.of(id, accounts.erase(id), signIns.rows());
  }

  private static @Nullable String text(JsonNode body, String field, @Nullable String current) {
    return ProfileController.text(body, field, current);
  }
}
