package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {

  private static final FileTime EARLIER = FileTime.from(Instant.ofEpochSecond(1_000_000));
  private static final FileTime LATER = FileTime.from(Instant.ofEpochSecond(1_000_001));

  @TempDir Path root;
  private Path target;

  @BeforeEach
  void build() throws IOException {
    target = Files.createDirectories(root.resolve("gateway/target"));
    Files.createDirectories(target.resolve("classes/chat"));
    Files.writeString(target.resolve("classpath"), "/lib/a.jar:/lib/b.jar\n");
    compile("first", EARLIER);
  }

  @Test
  void a_module_that_was_packed_runs_from_its_jar() throws IOException {
    pack("gateway-1.0.0-SNAPSHOT-tests.jar", "tests", LATER);
    pack("gateway-1.0.0-SNAPSHOT.jar", "first", LATER);

    assertThat(classpath())
        .isEqualTo(target.resolve("gateway-1.0.0-SNAPSHOT.jar") + ":/lib/a.jar:/lib/b.jar");
  }

  @Test
  void newer_classes_run_instead_of_the_jar() throws IOException {
    pack("gateway-1.0.0-SNAPSHOT.jar", "first", EARLIER);
    compile("second", LATER);

    assertThat(classpath()).startsWith(target.resolve("classes") + ":");
  }

  @Test
  void classes_that_were_compiled_again_with_the_same_result_stay_in_their_jar()
      throws IOException {
    pack("gateway-1.0.0-SNAPSHOT.jar", "first", EARLIER);
    compile("first", LATER);

    assertThat(classpath()).startsWith(target.resolve("gateway-1.0.0-SNAPSHOT.jar") + ":");
  }

  @Test
  void a_module_that_was_not_packed_runs_from_its_classes_named_once() throws IOException {
    Files.writeString(target.resolve("classpath"), "/lib/a.jar:" + target.resolve("classes"));

    assertThat(classpath()).isEqualTo(target.resolve("classes") + ":/lib/a.jar");
  }

  @Test
  void a_module_that_was_not_built_is_named() {
    assertThatThrownBy(() -> new Home(root).classpath("message-writer"))
        .hasMessageContaining("message-writer is not built");
  }

  private String classpath() {
    return new Home(root).classpath("gateway");
  }

  private void compile(String content, FileTime time) throws IOException {
    Path file = target.resolve("classes/chat/A.class");
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, time);
  }

  private void pack(String name, String content, FileTime time) throws IOException {
    Path file = target.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("chat/A.class"));
      zip.write(content.getBytes(StandardCharsets.UTF_8));
    }
    Files.setLastModifiedTime(file, time);
  }
}
