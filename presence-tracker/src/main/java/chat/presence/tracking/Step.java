package chat.presence.tracking;

import java.util.List;

/**
 * Records of a partition that the store handles at once.
 *
 * @param from the position of the first
 * @param to the position after the last
 */
public record Step<T>(int partition, long from, long to, List<T> records) {}
