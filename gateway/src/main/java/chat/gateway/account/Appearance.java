package chat.gateway.account;

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
    if (name != null && !isName(name)) {
      errors.add(new FieldError("name", "1 to 64 characters on one line are expected"));
    }
    if (avatar != null && !FILE_ID.matcher(avatar).matches()) {
      errors.add(new FieldError("avatar", "the id of a file is expected"));
    }
    if (!errors.isEmpty()) {
      throw Refusal.ofFields(ProblemCode.INVALID_REQUEST, errors);
    }
    return new Appearance(name, avatar);
  }

  /** One line that shows something, and can't turn the letters around it. */
  private static boolean isName(String name) {
    return name.codePointCount(0, name.length()) <= NAME_LENGTH
        && name.codePoints().noneMatch(Appearance::isOutOfLine)
        && name.codePoints().anyMatch(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c));
  }

  private static boolean isOutOfLine(int c) {
    int type = Character.getType(c);
    boolean turns = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    return type == Character.CONTROL
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || turns;
  }
}
