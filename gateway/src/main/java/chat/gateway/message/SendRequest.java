package chat.gateway.message;

import static chat.edge.problem.ProblemCode.INVALID_REQUEST;

import chat.contract.ApplicationData;
import chat.contract.Names;
import chat.contract.event.Message;
import chat.edge.problem.Refusal;
import chat.gateway.json.DataField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The request to send a message.
 *
 * @param id chosen by the sender; null: the server makes one
 * @param content null only with data
 * @param replyTo the seq of the message that it answers
 * @param attachments ids of files
 * @param data of the application; null if there are none
 * @param retry whether it may have been sent before
 */
public record SendRequest(
    String room,
    @Nullable String id,
    @Nullable String content,
    @Nullable Long replyTo,
    List<String> attachments,
    @Nullable ApplicationData data,
    boolean retry) {

  /**
   * Checks the fields of a request.
   *
   * @throws Refusal {@code invalid_request} with all invalid fields; {@code too_large}
   */
  public static SendRequest of(
      @Nullable String room,
      @Nullable String id,
      @Nullable String content,
      @Nullable Long replyTo,
      @Nullable List<String> attachments,
      @Nullable JsonNode data,
      @Nullable Boolean retry) {
    ApplicationData read = DataField.read(data);
    List<Refusal.FieldError> errors = new ArrayList<>();
    require(
        errors, room != null && Names.isRoom(room), "room", Names.ROOM_PATTERN + " is expected");
    require(errors, id == null || Names.isMessageId(id), "id", "[A-Za-z0-9_-]{1,64} is expected");
    require(
        errors,
        content == null ? read != null : Message.isContent(content),
        "content",
        "1 to 4000 characters, not only blanks, are expected");
    require(errors, replyTo == null || replyTo > 0, "replyTo", "the seq of a message is expected");
    List<String> files = attachments == null ? List.of() : attachments;
    require(
        errors,
        files.size() <= Message.MAX_ATTACHMENTS
            && new HashSet<>(files).size() == files.size()
            && files.stream().allMatch(SendRequest::isFile),
        "attachments",
        "the ids of at most 10 different files are expected");
    if (!errors.isEmpty() || room == null) {
      throw Refusal.ofFields(INVALID_REQUEST, errors);
    }
    return new SendRequest(room, id, content, replyTo, files, read, Boolean.TRUE.equals(retry));
  }

  private static boolean isFile(@Nullable String id) {
    return id != null && Names.isFile(id);
  }

  private static void require(
      List<Refusal.FieldError> errors, boolean right, String field, String message) {
    if (!right) {
      errors.add(new Refusal.FieldError(field, message));
    }
  }
}
