package chat.contract.log;

import java.time.Instant;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The headers of {@link Topic#EVENTS} and its redacted twin: CloudEvents 1.0 in the binary mode of
 * its Kafka protocol binding, as UTF-8 text.
 */
public final class CloudEventHeaders {

  /** The version of the specification. */
  public static final String SPEC_VERSION = "ce_specversion";

  /** The event's seq, in decimal. */
  public static final String ID = "ce_id";

  /** {@code /chat/rooms/} and the room. With {@link #ID} it names the event uniquely. */
  public static final String SOURCE = "ce_source";

  /** {@code chat.} and the event's type. */
  public static final String TYPE = "ce_type";

  /** The time at which the log took the event (RFC 3339, UTC). */
  public static final String TIME = "ce_time";

  /** The event's own id, as in the value; absent if the log's record has no id. */
  public static final String SUBJECT = "ce_subject";

  /** The media type of the value. */
  public static final String CONTENT_TYPE = "content-type";

  /**
   * Only in {@link Topic#EVENTS_REDACTED}: names the key of the pseudonyms. Pseudonyms of two keys
   * can't be compared.
   */
  public static final String PSEUDONYM_KEY = "ce_pseudonymkey";

  private static final byte[] VERSION_1_0 = RecordHeaders.bytes("1.0");
  private static final byte[] JSON = RecordHeaders.bytes("application/json");

  private CloudEventHeaders() {}

  /**
   * Writes the headers of an event.
   *
   * @param headers adds one header to the record
   * @param at when the log took it, in milliseconds since the epoch UTC
   * @param id the header {@link RecordHeaders#ID} of the log's record
   */
  public static void write(
      BiConsumer<String, byte[]> headers,
      String room,
      String type,
      long seq,
      long at,
      byte @Nullable [] id) {
    headers.accept(SPEC_VERSION, VERSION_1_0);
    headers.accept(ID, RecordHeaders.bytes(Long.toString(seq)));
    headers.accept(SOURCE, RecordHeaders.bytes(source(room)));
    headers.accept(TYPE, RecordHeaders.bytes("chat." + type));
    headers.accept(TIME, RecordHeaders.bytes(Instant.ofEpochMilli(at).toString()));
    if (id != null) {
      headers.accept(SUBJECT, id);
    }
    headers.accept(CONTENT_TYPE, JSON);
  }

  /** The header {@link #SOURCE} of a room. */
  public static String source(String room) {
    return "/chat/rooms/" + room;
  }
}
