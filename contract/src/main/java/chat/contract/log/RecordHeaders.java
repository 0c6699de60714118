package chat.contract.log;

import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The headers of records. All are UTF-8 text. */
public final class RecordHeaders {

  /** The event's id. */
  public static final String ID = "id";

  /** The event's type. */
  public static final String TYPE = "type";

  /** The trace that the record belongs to (W3C Trace Context), if it is traced. */
  public static final String TRACEPARENT = "traceparent";

  /**
   * In a read marker's record: its audience, {@value #AUDIENCE_ROOM} or {@value #AUDIENCE_SELF}.
   */
  public static final String AUDIENCE = "audience";

  /** Audience: the members of the room, and all devices of the user. */
  public static final String AUDIENCE_ROOM = "everybody";

  /** Audience: only the devices of the user. */
  public static final String AUDIENCE_SELF = "oneself";

  /**
   * {@link Identity#toBytes}: hexadecimal digits by which readers drop duplicates without parsing
   * the value.
   */
  public static final String IDENTITY = "identity";

  /**
   * {@link Condition#toBytes}: the condition under which the record counts; without it the record
   * always counts.
   */
  public static final String CONDITION = "condition";

  /** The name of the gateway that appended the record; only for operators. */
  public static final String GATEWAY = "gateway";

  /** In a dead letter: the topic of the record. */
  public static final String ORIGIN_TOPIC = "origin-topic";

  /** In a dead letter: the partition of the record, in decimal. */
  public static final String ORIGIN_PARTITION = "origin-partition";

  /** In a dead letter: the offset of the record, in decimal. */
  public static final String ORIGIN_OFFSET = "origin-offset";

  /** In a dead letter of a webhook, which did not take the event: the webhook's name. */
  public static final String WEBHOOK = "webhook";

  /** In a dead letter: the reason why it can't be read, for people. */
  public static final String ERROR = "error";

  private RecordHeaders() {}

  /**
   * Writes the headers that events of every topic have.
   *
   * @param headers adds one header to the record
   */
  public static void write(BiConsumer<String, byte[]> headers, String id, String type) {
    headers.accept(ID, bytes(id));
    headers.accept(TYPE, bytes(type));
  }

  /** The bytes of a header with a text. */
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The text of a header; empty if the record has no such header. */
  public static String text(byte @Nullable [] header) {
    return header == null ? "" : new String(header, StandardCharsets.UTF_8);
  }
}
