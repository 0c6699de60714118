package chat.presence.tracking;

/**
 * The offsets of a partition.
 *
 * @param first the offset of the first record that is still there
 * @param end the offset of the next record
 */
public record Offsets(long first, long end) {

  long clamp(long offset) {
    return Math.max(first, Math.min(end, offset));
  }
}
