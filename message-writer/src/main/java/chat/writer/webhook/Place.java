package chat.writer.webhook;

import org.apache.kafka.common.TopicPartition;

/**
 * Where a webhook is in a partition.
 *
 * @param next the offset of the next event that it takes
 * @param full whether it has enough events that wait, and takes none now
 */
record Place(TopicPartition partition, long next, boolean full) {}
