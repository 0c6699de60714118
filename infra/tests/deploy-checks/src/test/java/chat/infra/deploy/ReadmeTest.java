package chat.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.description.ProjectFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * README names each module, each folder of the drawers in {@code infra/} and each page, and no
 * others.
 */
class ReadmeTest {

  private static final int DEPTH = 5;
  private static final Pattern DIRECTORY = Pattern.compile("`([A-Za-z][\\w./-]*/)`");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!\\w+:)([^)#]+)[^)]*\\)");

  private final String readme = ProjectFiles.text("README.md");
  private final Set<String> directories = found(DIRECTORY);
  private final Set<String> links = found(LINK);

  @Test
  void each_module_is_named() throws IOException {
    assertThat(directories).containsAll(modules());
  }

  @Test
  void each_folder_of_infra_is_named() throws IOException {
    for (String drawer : List.of("infra/lib", "infra/dev", "infra/deploy", "infra/tests")) {
      assertThat(directories).containsAll(folders(drawer));
    }
  }

  @Test
  void each_page_is_linked() {
    assertThat(links).containsAll(ProjectFiles.under("docs", ".md"));
  }

  @Test
  void each_path_exists() {
    assertThat(Stream.concat(directories.stream(), links.stream()))
        .isNotEmpty()
        .allMatch(path -> Files.exists(ProjectFiles.ROOT.resolve(path)));
  }

  private Set<String> found(Pattern pattern) {
    return pattern
        .matcher(readme)
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toSet());
  }

  /** The directories with a pom.xml below the project's own. */
  private static List<String> modules() throws IOException {
    try (Stream<Path> files =
        Files.find(
            ProjectFiles.ROOT,
            DEPTH,
            (file, attributes) -> file.endsWith("pom.xml") && kept(ProjectFiles.ROOT, file))) {
      return files
          .map(Path::getParent)
          .filter(directory -> !directory.equals(ProjectFiles.ROOT))
          .map(ReadmeTest::name)
          .toList();
    }
  }

  /** The folders right below a directory that hold more than the output of an earlier build. */
  private static List<String> folders(String directory) throws IOException {
    try (Stream<Path> folders = Files.list(ProjectFiles.ROOT.resolve(directory))) {
      return folders.filter(ReadmeTest::hasFiles).map(ReadmeTest::name).toList();
    }
  }

  private static boolean hasFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.anyMatch(file -> Files.isRegularFile(file) && kept(folder, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a file below a directory is neither hidden nor made by a build. */
  private static boolean kept(Path directory, Path file) {
    return StreamSupport.stream(directory.relativize(file).spliterator(), false)
        .map(Path::toString)
        .noneMatch(part -> part.startsWith(".") || part.equals("target"));
  }

  private static String name(Path directory) {
    return ProjectFiles.ROOT.relativize(directory) + "/";
  }
}
