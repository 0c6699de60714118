package chat.gateway.webhook;

import chat.contract.log.Seq;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The first event of a webhook.
 *
 * @param asked as the definition asked for it: {@code now}, {@code start} or a number; a rewind
 *     changes only {@code at}
 * @param at a time in milliseconds since the epoch UTC, 0 for all that is there, or a seq, which is
 *     greater than any time
 */
record WebhookStart(String asked, long at) {

  /** The field of requests. */
  static final String FIELD = "from";

  private static final String NOW = "now";
  private static final String START = "start";
  private static final long FIRST_SEQ = Seq.of(1, 0);

  /**
   * Reads the field of a request.
   *
   * @param field null if it is absent
   * @return null if it is absent
   */
  static @Nullable WebhookStart read(@Nullable JsonNode field, Set<String> rooms, Instant now) {
    if (field == null || field.isNull()) {
      return null;
    }
    if (field.isString() && field.stringValue().equals(START)) {
      return new WebhookStart(START, 0);
    }
    if (field.isString() && field.stringValue().equals(NOW)) {
      return now(now);
    }
    if (!field.isIntegralNumber() || field.longValue() < 0 || field.longValue() > Seq.MAX) {
      throw WebhookFields.wrong(FIELD, "\"now\", \"start\", a time or a seq is expected");
    }
    WebhookStart start = new WebhookStart(field.asString(), field.longValue());
    start.check(rooms);
    return start;
  }

  /** From now on. */
  static WebhookStart now(Instant now) {
    return new WebhookStart(NOW, now.toEpochMilli());
  }

  /** As requests have it, "now" as the time that it was. */
  Object view() {
    return at == 0 ? START : at;
  }

  /** Whether it is the position of an event, and so of one room. */
  boolean isSeq() {
    return at >= FIRST_SEQ;
  }

  /** A seq is the position in one room. */
  void check(Set<String> rooms) {
    if (isSeq() && rooms.size() != 1) {
      throw WebhookFields.wrong(FIELD, "with a seq, exactly one room is expected in rooms");
    }
  }
}
