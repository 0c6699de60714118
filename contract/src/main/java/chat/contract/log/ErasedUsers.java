package chat.contract.log;

import chat.contract.event.Nameless;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The users whose accounts were erased within the log's retention. The log still holds their events
 * unchanged; this class removes their names and texts before events are shown. Thread-safe.
 */
public final class ErasedUsers {

  private static final byte[] ID = "\"id\":\"".getBytes(StandardCharsets.UTF_8);

  /** As long as the table of erased users keeps them: a day longer than the log goes back. */
  private static final Duration KEPT = Duration.ofDays(8);

  private static final int LONGEST_ID = 128;

  private static final int FEW = 1_024;

  private final Map<String, Long> erasedAt = new ConcurrentHashMap<>();

  /** Number of users at which those older than the log are removed. */
  private int forgetAt = FEW;

  /** Adds a user, erased at a time in milliseconds since the epoch UTC. */
  public synchronized void add(String user, long at) {
    erasedAt.put(user, at);
    if (erasedAt.size() >= forgetAt) {
      erasedAt.values().removeIf(other -> other < at - KEPT.toMillis());
      forgetAt = Math.max(FEW, 2 * erasedAt.size());
    }
  }

  /** Number of users. */
  public int size() {
    return erasedAt.size();
  }

  /** Whether an account was erased, as far back as the log goes. */
  public boolean has(String user) {
    return erasedAt.containsKey(user);
  }

  /** The ids of the users. */
  public Set<String> users() {
    return erasedAt.keySet();
  }

  /** Whether any string of a value, readable or not, is the id of an erased user. */
  public boolean areNamedIn(byte[] value) {
    int start = -1;
    for (int i = 0; i < value.length && !erasedAt.isEmpty(); i++) {
      if (value[i] == '"') {
        boolean isString = start >= 0 && i - start <= LONGEST_ID;
        if (isString && has(new String(value, start, i - start, StandardCharsets.UTF_8))) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  /** The record without erased users. */
  public RoomRecord without(RoomRecord record) {
    byte[] value = without(record.value());
    return value == record.value() ? record : record.with(value);
  }

  /** A value without erased users: the same array if it names none, the usual case. */
  public byte[] without(byte[] value) {
    byte[] rest = value;
    if (!erasedAt.isEmpty()) {
      for (int i = 0; i + ID.length < value.length; i++) {
        String id = value[i] == '"' ? idAt(value, i) : null;
        Long at = id == null ? null : erasedAt.get(id);
        if (id != null && at != null) {
          rest = without(rest, id, at);
        }
      }
    }
    return rest;
  }

  /** A value that can't be decoded has no fields, and so no names. */
  private static byte[] without(byte[] value, String id, long at) {
    try {
      return Nameless.of(value, id, at);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }

  /**
   * The value of an id field that begins there; null if none does. Ids have no characters that JSON
   * escapes.
   */
  private static @Nullable String idAt(byte[] value, int from) {
    for (int i = 0; i < ID.length; i++) {
      if (from + i >= value.length || value[from + i] != ID[i]) {
        return null;
      }
    }
    int start = from + ID.length;
    int end = start;
    while (end < value.length && value[end] != '"') {
      end++;
    }
    return new String(value, start, end - start, StandardCharsets.UTF_8);
  }
}
