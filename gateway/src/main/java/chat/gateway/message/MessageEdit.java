package chat.gateway.message;

import chat.contract.ApplicationData;
import chat.contract.event.Message;
import chat.gateway.json.DataField;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The request to edit a message.
 *
 * @param content the new text; null: the text stays
 * @param data the new data; {@link ApplicationData#NONE} removes them; null: they stay
 */
public record MessageEdit(@Nullable String content, @Nullable ApplicationData data) {

  /**
   * Checks the fields of a request; one of them is needed.
   *
   * @throws chat.edge.problem.Refusal {@code invalid_request} or {@code too_large}
   */
  public static MessageEdit of(@Nullable String content, @Nullable JsonNode data) {
    ApplicationData changed = DataField.readChange(data);
    return new MessageEdit(
        content == null && changed != null ? null : Target.content(content), changed);
  }

  /** The text of a message after the edit. */
  @Nullable String contentOf(Message message) {
    return content == null ? message.content() : content;
  }

  /** The data in the event of the edit of a message. */
  @Nullable ApplicationData dataOf(Message message) {
    return ApplicationData.inEvent(message.data(), data);
  }

  /** Whether it changes nothing of a message. */
  boolean isIn(Message message) {
    boolean sameContent = content == null || content.equals(message.content());
    return sameContent && ApplicationData.isSame(dataOf(message), message.data());
  }
}
