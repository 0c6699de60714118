package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses real JVMs. */
class ClassArchivesTest {

  /** What the JVMs run. */
  static final class Program {
    private Program() {}

    public static void main(String[] words) {
      System.out.println("ran");
    }
  }

  @TempDir Path temporary;
  private Path jar;

  @BeforeEach
  void pack() throws IOException {
    jar = temporary.resolve("program.jar");
    pack("");
  }

  @Test
  void the_first_run_writes_an_archive_and_the_next_one_loads_from_it() throws Exception {
    assertThat(loadsFromArchive(run(archives()))).isFalse();
    assertThat(loadsFromArchive(run(archives()))).isTrue();
  }

  @Test
  void an_archive_of_a_stack_that_never_became_ready_is_not_used() throws Exception {
    ClassArchives archives = archives();
    run(archives.flags(java("gateway-1")));
    archives.publish(false);

    assertThat(loadsFromArchive(run(archives()))).isFalse();
    assertThat(files()).hasSize(1);
  }

  @Test
  void an_archive_whose_writer_was_killed_is_not_used() throws Exception {
    ClassArchives archives = archives();
    String flag = archives.flags(java("gateway-1")).get(0);
    Files.write(Path.of(flag.substring(flag.indexOf('=') + 1)), new byte[100_000]);
    archives.publish(true);

    assertThat(files()).isEmpty();
  }

  @Test
  void an_archive_of_other_classes_is_replaced() throws Exception {
    run(archives());
    List<Path> before = files();
    pack("another");

    assertThat(loadsFromArchive(run(archives()))).isFalse();
    assertThat(loadsFromArchive(run(archives()))).isTrue();
    assertThat(files()).hasSize(1).doesNotContainAnyElementsOf(before);
  }

  @Test
  void one_of_several_parts_of_a_kind_writes_the_archive_and_all_use_it() throws Exception {
    ClassArchives archives = archives();
    List<String> first = archives.flags(java("gateway-1"));
    assertThat(archives.flags(java("gateway-2"))).isEmpty();
    run(first);
    archives.publish(true);

    assertThat(archives().flags(java("gateway-2"))).isEqualTo(archives().flags(java("gateway-1")));
  }

  @Test
  void a_part_that_does_not_run_from_jars_has_no_archive() {
    JavaCommand java =
        new JavaCommand("gateway-1", List.of(), jar + ":" + temporary, "Main", List.of());

    assertThat(archives().flags(java)).isEmpty();
  }

  @Test
  void without_a_directory_there_are_no_archives() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));

    assertThat(new ClassArchives(file, true).flags(java("gateway-1"))).isEmpty();
  }

  private ClassArchives archives() {
    return new ClassArchives(temporary.resolve("archives"), true);
  }

  private List<Path> files() throws IOException {
    try (var files = Files.walk(temporary.resolve("archives"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private JavaCommand java(String part) {
    return new JavaCommand(
        part, List.of("-XX:+UseSerialGC"), jar.toString(), Program.class.getName(), List.of());
  }

  private String run(ClassArchives archives) throws IOException, InterruptedException {
    String output = run(archives.flags(java("gateway-1")));
    archives.publish(true);
    return output;
  }

  private String run(List<String> flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(JavaCommand.javaProgram()));
    command.addAll(flags);
    command.addAll(List.of("-XX:+UseSerialGC", "-Xlog:class+load"));
    command.addAll(List.of("-cp", jar.toString(), Program.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(output).contains("ran");
    return output;
  }

  private static boolean loadsFromArchive(String output) {
    return output
        .lines()
        .anyMatch(
            line -> line.contains(Program.class.getName()) && line.contains("shared objects file"));
  }

  private void pack(String comment) throws IOException {
    String name = Program.class.getName().replace('.', '/') + ".class";
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
        InputStream classes = Program.class.getClassLoader().getResourceAsStream(name)) {
      zip.setComment(comment);
      zip.putNextEntry(new ZipEntry(name));
      classes.transferTo(zip);
    }
  }
}
