package chat.writer.room;

/**
 * When a room's next event begins a new bucket. The same for all writers and for ever: a writer
 * with other limits would put a redelivered event into another bucket than it is in.
 *
 * @param events the most that a bucket holds
 * @param bytes the most that their values take, but for a single larger one
 */
record BucketLimit(int events, long bytes) {

  /** Keeps a partition of the table within what Cassandra reads and compacts with ease. */
  static final BucketLimit STANDARD = new BucketLimit(20_000, 32L << 20);
}
