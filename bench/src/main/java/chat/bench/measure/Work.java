package chat.bench.measure;

import java.time.Duration;

/**
 * The time that a task took.
 *
 * @param wall elapsed time
 * @param processor processor time
 */
public record Work(Duration wall, Duration processor) {

  /** A task to measure. */
  @FunctionalInterface
  public interface Task {
    void run() throws Exception;
  }

  /** Runs a task, and measures the processor time of the whole process meanwhile. */
  public static Work of(Task task) throws Exception {
    Duration before = processorTime(ProcessHandle.current());
    long start = System.nanoTime();
    task.run();
    Duration wall = Duration.ofNanos(System.nanoTime() - start);
    return new Work(wall, processorTime(ProcessHandle.current()).minus(before));
  }

  /** The processor time of a process so far, with a resolution of 10 ms. */
  public static Duration processorTime(ProcessHandle process) {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** The rate per second for a count. */
  public double perSecond(long count) {
    return count * 1e9 / wall.toNanos();
  }

  /** Microseconds of processor time for each of that many. */
  public double microsEach(long count) {
    return processor.toNanos() / 1e3 / count;
  }
}
