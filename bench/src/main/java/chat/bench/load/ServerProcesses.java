package chat.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The processes under load, as accounted by the kernel.
 *
 * @param names their names
 * @param pids their process ids, in the same order
 */
record ServerProcesses(List<String> names, List<Long> pids) {

  private static final int UTIME = 11;
  private static final int STIME = 12;

  /** Ticks per second of the kernel's clock: 100 on all of Linux. */
  private static final double TICKS = 100;

  /** Processor time of all processes so far, in seconds. */
  double processorSeconds() {
    return pids.stream().mapToDouble(ServerProcesses::processorSeconds).sum();
  }

  /** Processor time of each process so far, in seconds. */
  Map<String, Double> processorSecondsByName() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (int i = 0; i < pids.size(); i++) {
      seconds.put(names.get(i), processorSeconds(pids.get(i)));
    }
    return seconds;
  }

  /** Resident memory of all processes, in bytes. */
  long residentBytes() {
    return pids.stream().mapToLong(ServerProcesses::residentBytes).sum();
  }

  /** The processes whose name begins with a prefix. */
  ServerProcesses named(String prefix) {
    List<Integer> indexes =
        java.util.stream.IntStream.range(0, names.size())
            .filter(i -> names.get(i).startsWith(prefix))
            .boxed()
            .toList();
    return new ServerProcesses(
        indexes.stream().map(names::get).toList(), indexes.stream().map(pids::get).toList());
  }

  /** Runs a garbage collection in those that are JVMs. */
  void collectGarbage() throws IOException, InterruptedException {
    for (long pid : pids) {
      Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
      new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
  }

  private static double processorSeconds(long pid) {
    String stat = read(pid, "stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) / TICKS;
  }

  private static long residentBytes(long pid) {
    return read(pid, "status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .sum();
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
