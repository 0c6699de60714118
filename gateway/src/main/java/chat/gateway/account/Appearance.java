package chat.gateway.account;

import chat.contract.VisibleText;
import chat.gateway.problem.ProblemCode;
import chat.gateway.problem.Refusal;
import chat.gateway.problem.Refusal.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How somebody is shown to others, beside the username.
 *
 * @param name to be shown
 * @param avatar id of a file
 */
record Appearance(@Nullable String name, @Nullable String avatar) {

  private static final int NAME_LENGTH = 64;
  private static final Pattern FILE_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /**
   * Checks what came in.
   *
   * @throws Refusal {@code invalid_request} with every field at fault
   */
  static Appearance of(@Nullable String name, @Nullable String avatar) {
    List<FieldError> errors = new ArrayList<>();
    if (name != null && !VisibleText.isName(name, NAME_LENGTH)) {
      errors.add(
          new FieldError(
              "name", "1 to 64 characters that show something, on one line, are expected"));
    }
    if (avatar != null && !FILE_ID.matcher(avatar).matches()) {
      errors.add(new FieldError("avatar", "the id of a file is expected"));
    }
    if (!errors.isEmpty()) {
      throw Refusal.ofFields(ProblemCode.INVALID_REQUEST, errors);
    }
    return new Appearance(name, avatar);
  }
}
