package chat.contract.log;

import java.nio.charset.StandardCharsets;

/**
 * The partition of a room: murmur2 of the room's UTF-8 name modulo the number of partitions. This
 * is the default partitioner of Kafka's Java client, so plain producers and readers that key by
 * room agree.
 */
public final class RoomPartition {

  private static final int SEED = 0x9747b28c;
  private static final int M = 0x5bd1e995;
  private static final int R = 24;

  private RoomPartition() {}

  /**
   * The partition of a room.
   *
   * @param partitions the number of partitions of the topic in its epoch
   */
  public static int of(String room, int partitions) {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions: " + partitions + " (expected: > 0)");
    }
    return (murmur2(room.getBytes(StandardCharsets.UTF_8)) & Integer.MAX_VALUE) % partitions;
  }

  private static int murmur2(byte[] data) {
    int hash = SEED ^ data.length;
    int whole = data.length & ~3;
    for (int i = 0; i < whole; i += 4) {
      int k = littleEndian(data, i, 4) * M;
      hash = (hash * M) ^ ((k ^ (k >>> R)) * M);
    }
    if (whole < data.length) {
      hash = (hash ^ littleEndian(data, whole, data.length - whole)) * M;
    }
    hash = (hash ^ (hash >>> 13)) * M;
    return hash ^ (hash >>> 15);
  }

  private static int littleEndian(byte[] data, int from, int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value |= (data[from + i] & 0xff) << (8 * i);
    }
    return value;
  }
}
