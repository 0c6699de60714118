package chat.writer.room;

/**
 * The limits at which a room's next event begins a new bucket. They are the same for all writers
 * and for ever: a writer with other limits would put a redelivered event into a different bucket.
 *
 * @param events maximum number of events in a bucket
 * @param bytes maximum sum of the values in a bucket, except for a single larger value
 */
record BucketLimit(int events, long bytes) {

  /** Keeps a partition of the table at a size that Cassandra reads and compacts easily. */
  static final BucketLimit STANDARD = new BucketLimit(20_000, 32L << 20);
}
