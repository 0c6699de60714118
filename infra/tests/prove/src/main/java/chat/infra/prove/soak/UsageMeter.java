package chat.infra.prove.soak;

import chat.infra.prove.fault.Parts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Measures what the processes of an installation hold, by Linux and by the JDK's own tool. */
public final class UsageMeter {

  private static final Path PROCESSES = Path.of("/proc");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long KIB = 1024;

  /** A generation of a heap as {@code GC.heap_info} has it. */
  private static final Pattern GENERATION =
      Pattern.compile("total (?:reserved )?\\d+K, (?:committed \\d+K, )?used (\\d+)K");

  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Pattern THREADS = Pattern.compile("Threads:\\s+(\\d+)");

  private final Parts parts;

  /** A meter of an installation's parts. */
  public UsageMeter(Parts parts) {
    this.parts = parts;
  }

  /** Collects the garbage of all JVMs, and measures. */
  Sample measure(String moment) throws IOException, InterruptedException {
    Map<String, Usage> usages = new HashMap<>();
    for (Map.Entry<String, Long> part : parts.processes().entrySet()) {
      usages.put(part.getKey(), usage(part.getValue()));
    }
    Map<String, Long> directories = new HashMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parts.data(), Files::isDirectory)) {
      for (Path directory : all) {
        directories.put(directory.getFileName().toString(), size(directory));
      }
    }
    return new Sample(moment, usages, parts.redisKeys(), directories);
  }

  private static Usage usage(long pid) throws IOException, InterruptedException {
    long heap = heap(pid);
    Path process = PROCESSES.resolve(Long.toString(pid));
    String status = Files.readString(process.resolve("status"));
    long descriptors = 0;
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (var unused : open) {
        descriptors++;
      }
    }
    return new Usage(
        pid, heap, number(RESIDENT, status) * KIB, descriptors, number(THREADS, status));
  }

  private static long number(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("no " + pattern + " in " + text);
    }
    return Long.parseLong(matcher.group(1));
  }

  private static long heap(long pid) throws IOException, InterruptedException {
    String program =
        ProcessHandle.of(pid)
            .flatMap(process -> process.info().command())
            .orElseThrow(() -> new IOException("process " + pid + " has ended"));
    if (!program.endsWith("java")) {
      return 0;
    }
    ask(pid, "GC.run");
    return used(ask(pid, "GC.heap_info")) * KIB;
  }

  /** The KiB in use of all generations. */
  static long used(String heap) throws IOException {
    long[] generations =
        GENERATION.matcher(heap).results().mapToLong(one -> Long.parseLong(one.group(1))).toArray();
    if (generations.length == 0) {
      throw new IOException("no size of a heap in: " + heap);
    }
    return LongStream.of(generations).sum();
  }

  private static String ask(long pid, String question) throws IOException, InterruptedException {
    Process tool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                    Long.toString(pid),
                    question))
            .redirectErrorStream(true)
            .start();
    String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!tool.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || tool.exitValue() != 0) {
      throw new IOException("jcmd " + pid + " " + question + ": " + output);
    }
    return output;
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.mapToLong(UsageMeter::bytes).sum();
    } catch (UncheckedIOException e) {
      // A file that went away meanwhile; the next look finds what is there.
      if (e.getCause() instanceof NoSuchFileException) {
        return size(directory);
      }
      throw e.getCause();
    }
  }

  private static long bytes(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0; // it went away
    }
  }
}
