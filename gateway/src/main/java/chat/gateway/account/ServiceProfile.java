package chat.gateway.account;

import chat.contract.ApplicationData;
import chat.contract.Names;
import chat.contract.VisibleText;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.edge.problem.Refusal.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a service says about a user.
 *
 * @param name display name
 * @param data of the application, if there are any
 */
public record ServiceProfile(
    String username,
    @Nullable String name,
    @Nullable String email,
    @Nullable ApplicationData data) {

  private static final int NAME_LENGTH = 64;

  /**
   * Validates the values of a request.
   *
   * @throws Refusal {@code invalid_request} with every invalid field
   */
  public static ServiceProfile of(
      @Nullable String username,
      @Nullable String name,
      @Nullable String email,
      @Nullable ApplicationData data) {
    List<FieldError> errors = new ArrayList<>();
    if (username == null || !Names.isUsername(username)) {
      errors.add(
          new FieldError(
              "username",
              "3-32 letters, digits, \"_\", \".\", \"-\" are expected, the first a letter or digit"));
    }
    if (name != null && !VisibleText.isName(name, NAME_LENGTH)) {
      errors.add(
          new FieldError(
              "name", "1 to 64 characters that show something, on one line, are expected"));
    }
    if (email != null && !Registration.isEmail(email)) {
      errors.add(new FieldError("email", "an email address is expected"));
    }
    if (!errors.isEmpty() || username == null) {
      throw Refusal.ofFields(ProblemCode.INVALID_REQUEST, errors);
    }
    return new ServiceProfile(username, name, email, data);
  }
}
