package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
  private DataDirectory data;

  @BeforeEach
  void pack() throws IOException {
    jar = temporary.resolve("program.jar");
    data = DataDirectory.open(temporary.resolve("data"));
    pack("");
  }

  /** The oldest and the newest kind of archive that this machine has a JDK for. */
  static Set<Jdk> jdks() {
    Jdks jdks = Jdks.ofThisMachine(System.getenv(), Path.of(System.getProperty("user.home")));
    return new LinkedHashSet<>(List.of(jdks.forCassandra(), jdks.newest()));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void the_first_run_writes_an_archive_and_the_next_one_loads_from_it(Jdk jdk) throws Exception {
    assertThat(loadsFromArchive(run(archives(), java(jdk)))).isFalse();
    assertThat(loadsFromArchive(run(archives(), java(jdk)))).isTrue();
    assertThat(files()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void an_archive_of_a_stack_that_never_became_ready_is_not_used(Jdk jdk) throws Exception {
    ClassArchives archives = archives();
    start(archives, java(jdk));
    archives.publish(data, false);

    assertThat(files()).isEmpty();
    assertThat(loadsFromArchive(run(archives(), java(jdk)))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void an_archive_whose_writer_was_killed_is_not_used(Jdk jdk) throws Exception {
    ClassArchives archives = archives();
    String written =
        archives.flags(java(jdk)).stream().filter(w -> w.contains("/")).findFirst().orElseThrow();
    Files.write(Path.of(written.substring(written.indexOf('=') + 1)), new byte[100_000]);
    archives.publish(data, true);

    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void a_record_of_which_no_archive_can_be_made_is_removed(Jdk jdk) throws Exception {
    ClassArchives archives = archives();
    start(archives, java(jdk));
    for (Path written : files()) {
      byte[] bytes = Files.readAllBytes(written);
      Arrays.fill(bytes, 0, 256, (byte) 1);
      Files.delete(written);
      Files.write(written, bytes);
    }
    archives.publish(data, true);

    run(archives(), java(jdk));
    assertThat(files()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void an_archive_of_other_classes_is_replaced(Jdk jdk) throws Exception {
    run(archives(), java(jdk));
    List<Path> before = files();
    pack("another");

    assertThat(loadsFromArchive(run(archives(), java(jdk)))).isFalse();
    assertThat(loadsFromArchive(run(archives(), java(jdk)))).isTrue();
    assertThat(files()).hasSize(1).doesNotContainAnyElementsOf(before);
  }

  @Test
  void one_of_several_parts_of_a_kind_writes_the_archive_and_all_use_it() throws Exception {
    ClassArchives archives = archives();
    assertThat(archives.isRecording()).isFalse();
    start(archives, java(Jdk.own()));
    assertThat(archives.isRecording()).isTrue();
    assertThat(archives.flags(java(Jdk.own(), "gateway-2"))).isEmpty();
    archives.publish(data, true);

    assertThat(archives().flags(java(Jdk.own(), "gateway-2")))
        .isNotEmpty()
        .isEqualTo(archives().flags(java(Jdk.own())));
  }

  @Test
  void a_part_that_does_not_run_from_jars_has_no_archive() {
    JavaCommand java =
        new JavaCommand(
            Jdk.own(), "gateway-1", List.of(), jar + ":" + temporary, "Main", List.of());

    assertThat(archives().flags(java)).isEmpty();
  }

  @Test
  void without_a_directory_there_are_no_archives() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));

    assertThat(new ClassArchives(file, true).flags(java(Jdk.own()))).isEmpty();
  }

  private ClassArchives archives() {
    return new ClassArchives(temporary.resolve("archives"), true);
  }

  private List<Path> files() throws IOException {
    try (var files = Files.walk(temporary.resolve("archives"))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private JavaCommand java(Jdk jdk) {
    return java(jdk, "gateway-1");
  }

  private JavaCommand java(Jdk jdk, String part) {
    List<String> flags = List.of("-XX:+UseSerialGC", "-Xlog:class+load");
    return new JavaCommand(jdk, part, flags, jar.toString(), Program.class.getName(), List.of());
  }

  private String run(ClassArchives archives, JavaCommand java)
      throws IOException, InterruptedException {
    String output = start(archives, java);
    archives.publish(data, true);
    return output;
  }

  private String start(ClassArchives archives, JavaCommand java)
      throws IOException, InterruptedException {
    java.withArgumentFile(data, Map.of()).forEach(DataDirectory::writePrivately);
    Process process =
        new ProcessBuilder(java.words(data, archives)).redirectErrorStream(true).start();
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
