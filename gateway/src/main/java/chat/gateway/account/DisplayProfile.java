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
 * The fields of a public profile that users set themselves.
 *
 * @param name display name
 * @param avatar id of a file
 * @param data of the application
 */
record DisplayProfile(
    @Nullable String name, @Nullable String avatar, @Nullable ApplicationData data) {

  private static final int NAME_LENGTH = 64;

  /**
   * Validates a request's values.
   *
   * @throws Refusal {@code invalid_request} with every invalid field
   */
  static DisplayProfile of(
      @Nullable String name, @Nullable String avatar, @Nullable ApplicationData data) {
    List<FieldError> errors = new ArrayList<>();
    if (name != null && !VisibleText.isName(name, NAME_LENGTH)) {
      errors.add(
          new FieldError(
              "name", "1 to 64 characters that show something, on one line, are expected"));
    }
    if (avatar != null && !Names.isFile(avatar)) {
      errors.add(new FieldError("avatar", "the id of a file is expected"));
    }
    if (!errors.isEmpty()) {
      throw Refusal.ofFields(ProblemCode.INVALID_REQUEST, errors);
    }
    return new DisplayProfile(name, avatar, data);
  }
}
