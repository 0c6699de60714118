package chat.gateway.topic;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What is done with the records of a topic. All on one thread, the reader's. */
public interface TopicTaker {

  /**
   * Reading begins, also anew after trouble: from the start again, where that is the rule.
   *
   * @param partitions how many the topic has
   */
  default void begin(int partitions) {}

  /** Takes the next record of its partition. What can't be read is for the taker to pass over. */
  void take(ConsumerRecord<byte[], byte[]> record);

  /**
   * All records at hand were taken; comes several times a second, also when there are none.
   *
   * @param caughtUp whether all that stood there when reading began was taken
   */
  void rest(boolean caughtUp);
}
