package chat.sockets.budget;

/**
 * Splits the memory of a gateway for its clients into budgets by purpose, so that a flood of one
 * kind does not starve the others. The budgets add up to the whole. Also limits the processor time
 * of reads from unauthenticated clients.
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

  /** Splits this number of bytes. */
  public ClientMemory(long bytes) {
    long part = Math.max(1, bytes / PARTS);
    this.ofUnknown = new MemoryBudget(part * OF_UNKNOWN);
    this.bodies = new MemoryBudget(part * OF_BODIES);
    this.ofKnown = new MemoryBudget(part * OF_KNOWN);
    this.outbound = part * OF_OUTBOUND;
  }

  /** The budget for incomplete messages of unauthenticated sockets. */
  public MemoryBudget ofUnknown() {
    return ofUnknown;
  }

  /** The budget for incomplete messages of authenticated sockets. */
  public MemoryBudget ofKnown() {
    return ofKnown;
  }

  /** The budget for request bodies, which count until the request is answered. */
  public MemoryBudget bodies() {
    return bodies;
  }

  /** Limits the processor time of reads from unauthenticated sockets. */
  public Rests readsOfUnknown() {
    return readsOfUnknown;
  }

  /** The largest number of bytes in the queues of all sockets. */
  public long outboundBytes() {
    return outbound;
  }
}
