package chat.infra.clients;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.clients.NodeRuntime.Ended;
import chat.infra.system.ChatSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The committed bundles are what their sources give: each is built again, beside the committed one.
 */
final class RebuiltBundleTest {

  private static final String CLIENT = "clients/typescript";
  private static final String WEB = "clients/web";
  private static final Path WEB_DIST = ChatSystem.root().resolve(WEB + "/dist");
  private static final String ADVICE =
      "in clients/web/dist, as built from the sources (`npm run build` there, and commit dist)";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Test
  @Tag("client-packages")
  void the_client_is_built_from_its_sources() {
    run(CLIENT, "scripts/build.mjs", "--check");
  }

  @Test
  @Tag("web-packages")
  void the_application_is_built_from_its_sources(@TempDir Path built) throws IOException {
    run(WEB, "node_modules/typescript/bin/tsc", "--noEmit");
    run(WEB, "node_modules/vite/bin/vite.js", "build", "--outDir", built.toString());

    NavigableSet<String> names = files(built);
    assertThat(names)
        .anyMatch(name -> name.endsWith(".js"))
        .anyMatch(name -> name.endsWith(".css"));
    assertThat(files(WEB_DIST)).as("files %s", ADVICE).isEqualTo(names);
    for (String name : names) {
      assertThat(WEB_DIST.resolve(name))
          .as("%s %s", name, ADVICE)
          .hasSameBinaryContentAs(built.resolve(name));
    }
  }

  private static void run(String folder, String script, String... arguments) {
    List<String> command = NodeRuntime.command(folder + "/" + script, arguments);
    Ended ended = NodeRuntime.run(command, folder, PATIENCE);
    assertThat(ended.code()).as(ended.output()).isZero();
  }

  /**
   * The paths of all files but those that are made of the others: the digest, and what is
   * compressed, whose bytes depend on the version of Node.
   */
  private static NavigableSet<String> files(Path folder) throws IOException {
    NavigableSet<String> names = new TreeSet<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      paths
          .filter(Files::isRegularFile)
          .map(path -> folder.relativize(path).toString())
          .filter(name -> !name.endsWith(".gz") && !name.equals("bundle.sha256"))
          .forEach(names::add);
    }
    return names;
  }
}
