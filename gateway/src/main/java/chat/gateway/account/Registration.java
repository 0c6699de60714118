package chat.gateway.account;

import chat.contract.Names;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.edge.problem.Refusal.FieldError;
import chat.gateway.account.password.NewPassword;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The data of a registration. */
public record Registration(String email, String username, String password) {

  /** Maximum length of an email address (RFC 5321, 4.5.3.1.3). */
  private static final int EMAIL_LENGTH = 254;

  private static final Pattern EMAIL =
      Pattern.compile(
          "[^\\p{Cc}\\p{Cf}\\p{Z}@\"(),:;<>\\[\\]\\\\]{1,64}@[\\p{L}\\p{M}\\p{N}]+([.-]+[\\p{L}\\p{M}\\p{N}]+)*");

  /** Throws a refusal that names each invalid field. */
  public Registration {
    List<FieldError> errors = new ArrayList<>();
    if (!isEmail(email)) {
      errors.add(new FieldError("email", "not an email address"));
    }
    if (!Names.isUsername(username)) {
      errors.add(
          new FieldError(
              "username",
              "not 3-32 letters, digits, \"_\", \".\", \"-\", the first a letter or digit"));
    }
    NewPassword.fault(password).ifPresent(fault -> errors.add(new FieldError("password", fault)));
    if (!errors.isEmpty()) {
      throw Refusal.ofFields(ProblemCode.INVALID_REQUEST, errors);
    }
  }

  /** Whether a text is acceptable as an email. */
  static boolean isEmail(String text) {
    return text.length() <= EMAIL_LENGTH && EMAIL.matcher(text).matches();
  }

  @Override
  public String toString() {
    return username;
  }
}
