package chat.writer.room;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log, readable or not.
 *
 * @param timestamp when the log appended it, in milliseconds since the epoch
 * @param headers in order; of several with one name the last counts
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying each value would be costly
public record LogRecord(
    long offset,
    long timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<Header> headers) {

  /** A header of a record. */
  public record Header(String name, byte @Nullable [] value) {}

  /** The last header of a name, null if there is none. */
  byte @Nullable [] header(String name) {
    for (int i = headers.size() - 1; i >= 0; i--) {
      if (headers.get(i).name().equals(name)) {
        return headers.get(i).value();
      }
    }
    return null;
  }
}
