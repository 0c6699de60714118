package chat.infra.devstack;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The files of an export: one for each day, by UTC, with one event a line. */
final class DayFiles implements AutoCloseable {

  /** The end of the names of files that are meant for readers. */
  static final String SUFFIX = ".ndjson";

  /** The end of the names of files that are to be converted. */
  static final String LINES = ".lines";

  private static final int MOST_OPEN = 32;

  private final Map<LocalDate, BufferedWriter> open = new LinkedHashMap<>(16, 0.75f, true);
  private final Path directory;
  private final String topic;
  private final String suffix;

  /**
   * Files of a topic in a directory, which must have no files.
   *
   * @param suffix the end of their names
   */
  DayFiles(Path directory, String topic, String suffix) throws IOException {
    this.directory = directory;
    this.topic = topic;
    this.suffix = suffix;
    Files.createDirectories(directory);
    try (Stream<Path> files = Files.list(directory)) {
      if (files.findAny().isPresent()) {
        throw new Failure(directory + " is not empty");
      }
    }
  }

  /** Appends a line to the file of a time's day. */
  void write(Instant at, String line) throws IOException {
    BufferedWriter file = open.computeIfAbsent(LocalDate.ofInstant(at, ZoneOffset.UTC), this::open);
    file.write(line);
    file.write('\n');
    if (open.size() > MOST_OPEN) {
      var eldest = open.values().iterator();
      eldest.next().close();
      eldest.remove();
    }
  }

  private BufferedWriter open(LocalDate day) {
    try {
      return Files.newBufferedWriter(
          directory.resolve(topic + "-" + day + suffix),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (BufferedWriter file : open.values()) {
      file.close();
    }
    open.clear();
  }
}
