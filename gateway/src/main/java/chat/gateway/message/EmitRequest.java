package chat.gateway.message;

import static chat.edge.problem.ProblemCode.INVALID_REQUEST;

import chat.contract.ApplicationData;
import chat.contract.Names;
import chat.edge.problem.Refusal;
import chat.edge.problem.Refusal.FieldError;
import chat.gateway.json.DataField;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The request to emit an event of the application.
 *
 * @param id chosen by the sender; null: the server makes one. Without effect if it is not kept
 * @param keep whether it becomes an event of the room's log
 * @param retry whether it may have been sent before
 */
public record EmitRequest(
    String room,
    String name,
    ApplicationData data,
    @Nullable String id,
    boolean keep,
    boolean retry) {

  /**
   * Checks the fields of a request.
   *
   * @throws Refusal {@code invalid_request} with all invalid fields; {@code too_large}
   */
  public static EmitRequest of(
      @Nullable String room,
      @Nullable String name,
      @Nullable JsonNode data,
      @Nullable String id,
      @Nullable Boolean keep,
      @Nullable Boolean retry) {
    ApplicationData read = DataField.read(data);
    List<FieldError> errors = new ArrayList<>();
    if (room == null || !Names.isRoom(room)) {
      errors.add(new FieldError("room", Names.ROOM_PATTERN + " is expected"));
    }
    if (name == null || !Names.isEvent(name)) {
      errors.add(new FieldError("name", Names.ROOM_PATTERN + " is expected"));
    }
    if (read == null) {
      errors.add(new FieldError("data", "a JSON object is expected"));
    }
    if (id != null && !Names.isMessageId(id)) {
      errors.add(new FieldError("id", "[A-Za-z0-9_-]{1,64} is expected"));
    }
    if (!errors.isEmpty() || room == null || name == null || read == null) {
      throw Refusal.ofFields(INVALID_REQUEST, errors);
    }
    return new EmitRequest(
        room, name, read, id, Boolean.TRUE.equals(keep), Boolean.TRUE.equals(retry));
  }
}
