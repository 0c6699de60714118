package chat.gateway.json;

import static chat.edge.problem.ProblemCode.INVALID_REQUEST;
import static chat.edge.problem.ProblemCode.TOO_LARGE;

import chat.contract.ApplicationData;
import chat.edge.problem.Refusal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The field {@code data} of a request. */
public final class DataField {

  private DataField() {}

  /**
   * Reads the field of a new thing, where {@code null} means no data.
   *
   * @param field of a tree that {@link ExactTree} read; null if it is missing
   * @throws Refusal {@code too_large} or {@code invalid_request}
   */
  public static @Nullable ApplicationData read(@Nullable JsonNode field) {
    ApplicationData data = readChange(field);
    return data == null || data.isNone() ? null : data;
  }

  /** Reads the field of a change, where {@link ApplicationData#NONE} removes the data. */
  public static @Nullable ApplicationData readChange(@Nullable JsonNode field) {
    if (field == null) {
      return null;
    }
    try {
      return field.isContainer() && hasBinary(field)
          ? refuse()
          : ApplicationData.of(field.toString());
    } catch (ApplicationData.TooLarge tooLarge) {
      String most = "at most " + ApplicationData.MAX_BYTES + " bytes are expected";
      throw Refusal.ofField(TOO_LARGE, ApplicationData.FIELD, most);
    } catch (IllegalArgumentException wrong) {
      return refuse();
    }
  }

  /** Bytes in an attachment of Socket.IO are no JSON. */
  private static boolean hasBinary(JsonNode node) {
    return node.isBinary() || node.values().stream().anyMatch(DataField::hasBinary);
  }

  private static ApplicationData refuse() {
    throw Refusal.ofField(
        INVALID_REQUEST,
        ApplicationData.FIELD,
        "a JSON object of at most "
            + ApplicationData.MAX_DEPTH
            + " levels, without NUL and half surrogate pairs, is expected");
  }
}
