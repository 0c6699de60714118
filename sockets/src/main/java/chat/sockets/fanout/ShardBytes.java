package chat.sockets.fanout;

/**
 * Counts the bytes queued for the sockets of one shard. A frame that many sockets wait for counts
 * once. Used only by the shard's thread.
 */
final class ShardBytes {

  private final OutboundBytes all;
  private long counted;
  private long published;

  ShardBytes(OutboundBytes all) {
    this.all = all;
  }

  void add(long bytes) {
    counted += bytes;
  }

  /** The bytes queued for this shard's sockets. */
  long counted() {
    return counted;
  }

  /** Adds what changed since the last time to the sum of all shards. */
  void publish() {
    if (counted != published) {
      all.add(counted - published);
      published = counted;
    }
  }

  /** The sum of all shards; the others' bytes are as of their last round of writes. */
  OutboundBytes all() {
    return all;
  }
}
