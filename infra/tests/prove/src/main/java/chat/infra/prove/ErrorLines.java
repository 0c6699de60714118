package chat.infra.prove;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the services wrote as errors, which an operator would look at; no promise concerns it. */
final class ErrorLines {

  /** The last two starts of a service; backends have other formats, and are not ours. */
  private static final Pattern LOG =
      Pattern.compile("(gateway-\\d+|message-writer|presence-tracker|upload-service)\\.log(\\.1)?");

  private static final Pattern ERROR = Pattern.compile("^\\d{4}-\\S+ +ERROR .*");

  private ErrorLines() {}

  /** A line for each log with errors: how many, and the first one. */
  static List<String> of(Path logs) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(logs)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (LOG.matcher(name).matches()) {
          count(file, name, found);
        }
      }
    }
    return found;
  }

  private static void count(Path file, String name, List<String> found) throws IOException {
    long count = 0;
    String first = "";
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (ERROR.matcher(line).matches()) {
          first = count++ == 0 ? line : first;
        }
      }
    }
    if (count > 0) {
      found.add("%s: %d errors, the first: %s".formatted(name, count, first));
    }
  }
}
