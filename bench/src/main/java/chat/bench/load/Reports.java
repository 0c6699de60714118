package chat.bench.load;

import chat.bench.measure.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints figures as they come, one line each, writes them as JSON, and prints a table at the end.
 */
final class Reports {

  private final Path file;
  private final List<Map<String, Object>> all = new ArrayList<>();

  /**
   * Reports to the console and a file.
   *
   * @param file gets a JSON object for each line
   */
  Reports(Path file) throws IOException {
    this.file = file;
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.deleteIfExists(file);
  }

  /** Prints the current step. */
  void progress(String what) {
    System.out.println("… " + what);
  }

  void add(Map<String, Object> figures) {
    all.add(figures);
    String json = JsonMapper.shared().writeValueAsString(figures);
    System.out.println("  " + json);
    try {
      Files.writeString(file, json + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prints all figures as a table. */
  void print() {
    if (!all.isEmpty()) {
      Table table = new Table(System.out, all.get(0).keySet().toArray(String[]::new));
      all.forEach(figures -> table.row(figures.values().toArray()));
    }
    System.out.println("also in " + file);
  }
}
