package chat.edge.guard;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Ends the process when direct memory has been exhausted for some seconds. {@code
 * -XX:+ExitOnOutOfMemoryError} does so for the heap only: a server without buffers stays live and
 * answers no request. The bounds of clients' memory should prevent this.
 */
final class DirectMemory implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(DirectMemory.class);
  private static final String POOL = "direct";
  private static final long MIN_FREE_BYTES = 1 << 20;
  private static final int MAX_CHECKS = 3;
  private static final int EXIT_CODE = 3;

  private final long capacity;
  private final Runnable end;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private int checks;
  private volatile boolean running;

  DirectMemory() {
    this(limit(), () -> Runtime.getRuntime().halt(EXIT_CODE));
  }

  /**
   * Watches the use of direct memory.
   *
   * @param capacity in bytes
   * @param end ends the process
   */
  DirectMemory(long capacity, Runnable end) {
    this.capacity = capacity;
    this.end = end;
  }

  /** Checks the bytes in use; ends the process at the third check in a row without memory. */
  void look(long used) {
    checks = capacity - used < MIN_FREE_BYTES ? checks + 1 : 0;
    if (checks == MAX_CHECKS) {
      LOG.error("no memory for buffers: {} of {} bytes are used, ending", used, capacity);
      end.run();
    }
  }

  @Override
  public void start() {
    running = true;
    Thread thread = new Thread(this::run, "direct-memory");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void stop() {
    running = false;
    stopped.countDown();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void run() {
    try {
      while (!stopped.await(1, TimeUnit.SECONDS)) {
        look(used());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long used() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals(POOL))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  /** The limit of the JVM in bytes: its option, else the size of the heap. */
  private static long limit() {
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    long given = Long.parseLong(machine.getVMOption("MaxDirectMemorySize").getValue());
    return given > 0 ? given : Runtime.getRuntime().maxMemory();
  }
}
