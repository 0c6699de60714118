package chat.sockets.budget;

/**
 * The memory of a gateway for its clients, shared out by what it is for, so that a flood of one
 * kind leaves the others theirs. The parts together are the whole. Reads from clients that are not
 * authenticated share their time too.
 */
public final class ClientMemory {

  private static final int PARTS = 16;
  private static final int OF_UNKNOWN = 1;
  private static final int OF_BODIES = 2;
  private static final int OF_KNOWN = 3;
  private static final int OF_OUTBOUND = 10;

  private final MemoryBudget ofUnknown;
  private final MemoryBudget bodies;
  private final MemoryBudget ofKnown;
  private final long outbound;
  private final Rests readsOfUnknown = new Rests(System.nanoTime());

  /** A memory of so many bytes. */
  public ClientMemory(long bytes) {
    long part = Math.max(1, bytes / PARTS);
    this.ofUnknown = new MemoryBudget(part * OF_UNKNOWN);
    this.bodies = new MemoryBudget(part * OF_BODIES);
    this.ofKnown = new MemoryBudget(part * OF_KNOWN);
    this.outbound = part * OF_OUTBOUND;
  }

  /** For messages that have not come completely, of sockets of which it is not known whose. */
  public MemoryBudget ofUnknown() {
    return ofUnknown;
  }

  /** For messages that have not come completely, of sockets of users. */
  public MemoryBudget ofKnown() {
    return ofKnown;
  }

  /** For bodies of requests, until these are answered. */
  public MemoryBudget bodies() {
    return bodies;
  }

  /** The time of reads from sockets of which it is not known whose. */
  public Rests readsOfUnknown() {
    return readsOfUnknown;
  }

  /** The largest number of bytes in the queues of all sockets. */
  public long outboundBytes() {
    return outbound;
  }
}
