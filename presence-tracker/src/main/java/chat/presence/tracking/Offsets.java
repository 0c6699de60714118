package chat.presence.tracking;

/**
 * What a partition of a topic holds.
 *
 * @param first the offset of the first record that is still there
 * @param end the offset of the record to come
 */
public record Offsets(long first, long end) {

  long clamp(long offset) {
    return Math.max(first, Math.min(end, offset));
  }
}
