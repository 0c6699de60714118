package chat.presence.tracking;

import java.util.List;

/**
 * Records that were read from a partition.
 *
 * @param next the offset after the last, also if there are none
 */
public record Batch<T>(List<T> records, long next) {}
