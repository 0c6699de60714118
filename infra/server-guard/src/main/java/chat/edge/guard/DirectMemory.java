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
 * Ends the process when it has had no memory for buffers for some seconds. {@code
 * -XX:+ExitOnOutOfMemoryError} does so for the heap only: without buffers a server stays there, is
 * live, and answers nobody. Bounds of clients' memory keep it from coming to that.
 */
final class DirectMemory implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(DirectMemory.class);
  private static final String POOL = "direct";
  private static final long LEAST_LEFT = 1 << 20;
  private static final int MOST_LOOKS = 3;
  private static final int EXIT_CODE = 3;

  private final long capacity;
  private final Runnable end;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private int looks;
  private volatile boolean running;

  DirectMemory() {
    this(limit(), () -> Runtime.getRuntime().halt(EXIT_CODE));
  }

  /**
   * A watch over so many bytes.
   *
   * @param end ends the process
   */
  DirectMemory(long capacity, Runnable end) {
    this.capacity = capacity;
    this.end = end;
  }

  /** Looks once at how much is used. */
  void look(long used) {
    looks = capacity - used < LEAST_LEFT ? looks + 1 : 0;
    if (looks == MOST_LOOKS) {
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

  /** What it was started with, else as much as the heap. */
  private static long limit() {
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    long given = Long.parseLong(machine.getVMOption("MaxDirectMemorySize").getValue());
    return given > 0 ? given : Runtime.getRuntime().maxMemory();
  }
}
