package chat.sockets.budget;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts and bounds the sockets of this process over all protocols: in total, by address, and those
 * not authenticated yet. Handshakes under way are not counted, so the sum may exceed a bound by the
 * number of threads for handshakes. Thread-safe.
 */
public final class SocketCounts {

  /** A bound that is reached. */
  public enum Excess {
    /** The process has the maximum number of sockets. */
    SOCKETS,
    /** Too many sockets are not authenticated yet, in total or at the address. */
    UNCONNECTED,
    /** The address has the maximum number of sockets. */
    ADDRESS
  }

  /** Divisor of {@code mostUnconnected}: one address may have a tenth of it. */
  private static final int ADDRESS_SHARE = 10;

  private record Count(int sockets, int unconnected) {

    static final Count NONE = new Count(0, 0);

    @Nullable Count plus(int moreSockets, int moreUnconnected) {
      int sum = sockets + moreSockets;
      return sum == 0 ? null : new Count(sum, unconnected + moreUnconnected);
    }
  }

  private final int most;
  private final int mostUnconnected;
  private final int mostPerAddress;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger unconnected = new AtomicInteger();
  private final Map<String, Count> addresses = new ConcurrentHashMap<>();

  /**
   * Creates counts of zero.
   *
   * @param most largest number of sockets
   * @param mostUnconnected largest number of them whose clients are not authenticated yet; a tenth
   *     of it for one address
   * @param mostPerAddress largest number of sockets from one address; addresses are not bounded if
   *     it is at least {@code most}
   */
  public SocketCounts(int most, int mostUnconnected, int mostPerAddress) {
    this.most = most;
    this.mostUnconnected = mostUnconnected;
    this.mostPerAddress = mostPerAddress;
  }

  /** The bound that refuses a new socket; null if none does. */
  public @Nullable Excess excess(String address) {
    Count there = addresses.getOrDefault(address, Count.NONE);
    if (open.get() >= most) {
      return Excess.SOCKETS;
    }
    if (unconnected.get() >= mostUnconnected || there.unconnected() >= unconnectedPerAddress()) {
      return Excess.UNCONNECTED;
    }
    return there.sockets() >= mostPerAddress ? Excess.ADDRESS : null;
  }

  /** Whether a client whose authentication is counted elsewhere can open another socket. */
  public boolean hasCapacity(String address) {
    return open.get() < most
        && addresses.getOrDefault(address, Count.NONE).sockets() < mostPerAddress;
  }

  private int unconnectedPerAddress() {
    return mostPerAddress < most ? Math.max(1, mostUnconnected / ADDRESS_SHARE) : mostUnconnected;
  }

  /** Counts a further socket of a client whose authentication is counted elsewhere. */
  public Counted openFurther(String address) {
    Counted counted = open(address);
    counted.connected();
    return counted;
  }

  /** Counts a socket from now until its end. */
  public Counted open(String address) {
    open.incrementAndGet();
    unconnected.incrementAndGet();
    add(address, 1, 1);
    return new Counted(address);
  }

  private void add(String address, int sockets, int unconnected) {
    addresses.compute(
        address, (key, count) -> (count == null ? Count.NONE : count).plus(sockets, unconnected));
  }

  /** One counted socket. */
  public final class Counted {

    private final String address;
    private final AtomicBoolean isUnconnected = new AtomicBoolean(true);
    private final AtomicBoolean isOpen = new AtomicBoolean(true);

    private Counted(String address) {
      this.address = address;
    }

    /** Counts the socket as authenticated. */
    public void connected() {
      if (isUnconnected.get() && isUnconnected.compareAndSet(true, false)) {
        unconnected.decrementAndGet();
        add(address, 0, -1);
      }
    }

    /** Stops counting the socket. Further calls do nothing. */
    public void end() {
      if (isOpen.compareAndSet(true, false)) {
        connected();
        open.decrementAndGet();
        add(address, -1, 0);
      }
    }
  }
}
