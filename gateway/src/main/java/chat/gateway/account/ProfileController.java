package chat.gateway.account;

import chat.contract.ApplicationData;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.account.token.SignedIn;
import chat.gateway.json.DataField;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** REST: the user's own profile. */
@RestController
@RequestMapping("/api/users/profile")
class ProfileController {

  private final OwnAccount ownAccount;
  private final SignInRetention signIns;

  ProfileController(OwnAccount ownAccount, SignInRetention signIns) {
    this.ownAccount = ownAccount;
    this.signIns = signIns;
  }

  /** A profile as its owner sees it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record OwnProfile(
      String id,
      String username,
      @Nullable String email,
      @Nullable String name,
      @Nullable String avatar,
      long createdAt,
      @JsonRawValue @Nullable String data) {

    static OwnProfile of(Account account) {
      ApplicationData data = account.data();
      return new OwnProfile(
          account.id(),
          account.username(),
          account.email(),
          account.name(),
          account.avatar(),
          account.createdAt().toEpochMilli(),
          data == null ? null : data.json());
    }
  }

  /** A user of an issuer has no password. */
  record DeleteBody(@Nullable String password) {}

  @GetMapping
  OwnProfile read(@AuthenticationPrincipal SignedIn signedIn) {
    return OwnProfile.of(ownAccount.read(signedIn.user().id()));
  }

  /** Absent fields keep their values, null deletes them; data are replaced as a whole. */
  @PatchMapping
  OwnProfile change(@AuthenticationPrincipal SignedIn signedIn, @RequestBody JsonNode body) {
    if (!body.isObject()) {
      throw Refusal.of(ProblemCode.INVALID_REQUEST, "The body is not a JSON object as expected");
    }
    ApplicationData data = DataField.readChange(body.get(ApplicationData.FIELD));
    return OwnProfile.of(
        ownAccount.show(
            signedIn.user().id(),
            current ->
                DisplayProfile.of(
                    text(body, "name", current.name()),
                    text(body, "avatar", current.avatar()),
                    ApplicationData.after(current.data(), data))));
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  ErasureReceipt erase(@AuthenticationPrincipal SignedIn signedIn, @RequestBody DeleteBody body) {
    return ErasureReceipt.of(
        signedIn.user().id(), ownAccount.erase(signedIn, body.password()), signIns.rows());
  }

  static @Nullable String text(JsonNode body, String field, @Nullable String current) {
    JsonNode value = body.get(field);
    if (value == null) {
      return current;
    }
    if (value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw Refusal.ofField(ProblemCode.INVALID_REQUEST, field, "a string is expected");
    }
    return value.stringValue();
  }
}
