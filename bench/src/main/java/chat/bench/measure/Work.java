package chat.bench.measure;

import java.time.Duration;

/**
 * What a piece of work took.
 *
 * @param wall time that passed
 * @param processor time that processors spent on it
 */
public record Work(Duration wall, Duration processor) {

  /** Something that works. */
  @FunctionalInterface
  public interface Task {
    void run() throws Exception;
  }

  /** Does something, of which the whole of this process's processor time is a part. */
  public static Work of(Task task) throws Exception {
    Duration before = processorTime(ProcessHandle.current());
    long start = System.nanoTime();
    task.run();
    Duration wall = Duration.ofNanos(System.nanoTime() - start);
    return new Work(wall, processorTime(ProcessHandle.current()).minus(before));
  }

  /** What a process has had of the processors so far; to 10 ms. */
  public static Duration processorTime(ProcessHandle process) {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** How many a second. */
  public double perSecond(long count) {
    return count * 1e9 / wall.toNanos();
  }

  /** Microseconds of processor time for each of that many. */
  public double microsEach(long count) {
    return processor.toNanos() / 1e3 / count;
  }
}
