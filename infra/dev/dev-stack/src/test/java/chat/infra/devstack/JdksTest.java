package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdksTest {
  private static final Jdk OWN = Jdk.own();

  @TempDir Path temporary;

  @Test
  void the_newest_is_chosen_and_for_cassandra_the_newest_that_it_supports() throws IOException {
    Path newest = jdk("newest", "99.0.1");
    jdk("older", "23.0.2");
    Jdks jdks = Jdks.among(own(17), homes());

    assertThat(jdks.newest().home()).isEqualTo(newest.toRealPath());
    assertThat(jdks.newest().feature()).isEqualTo(99);
    assertThat(jdks.forCassandra().feature()).isEqualTo(23);
  }

  @Test
  void cassandra_runs_on_a_newer_one_if_there_is_no_other() throws IOException {
    jdk("newest", "99");

    assertThat(Jdks.among(own(25), homes()).forCassandra().feature()).isEqualTo(99);
  }

  @Test
  void of_two_of_one_version_the_own_one_is_chosen() throws IOException {
    jdk("same", "17.0.99");

    assertThat(Jdks.among(own(17), homes()).newest().home()).isEqualTo(OWN.home());
  }

  @Test
  void those_that_are_old_or_incomplete_or_of_another_machine_are_left_out() throws IOException {
    jdk("old", "1.8.0_402");
    jdk("eleven", "11.0.2");
    Files.delete(jdk("without-compiler", "99").resolve("bin/javac"));
    Files.delete(jdk("without-version", "99").resolve("release"));
    Files.writeString(jdk("unreadable", "99").resolve("release"), "JAVA_VERSION=\\u12");
    Files.writeString(
        jdk("foreign", "99").resolve("release"), "JAVA_VERSION=\"99\"\nOS_ARCH=\"z80\"\n");
    Files.createFile(temporary.resolve("file"));

    assertThat(Jdks.among(own(17), homes()).all()).containsExactly(own(17));
  }

  @Test
  void they_are_found_on_the_path_and_where_tools_install_them() throws IOException {
    Path onPath = jdk("on-path", "97");
    Path ofSdkman = jdk("user/.sdkman/candidates/java/98-tem", "98");
    Path ofIde = jdk("user/.jdks/openjdk-99", "99");
    Jdks jdks =
        Jdks.ofThisMachine(
            Map.of("PATH", "/nowhere:" + onPath.resolve("bin")), temporary.resolve("user"));

    assertThat(jdks.all())
        .extracting(Jdk::home)
        .contains(OWN.home(), onPath.toRealPath())
        .startsWith(ofIde.toRealPath(), ofSdkman.toRealPath());
  }

  @Test
  void the_own_one_tells_its_version() {
    assertThat(OWN.feature()).isEqualTo(Runtime.version().feature());
    assertThat(Jdks.own().all()).containsExactly(OWN);
  }

  private static Jdk own(int feature) {
    return new Jdk(OWN.home(), feature, OWN.build(), OWN.platform());
  }

  private List<Path> homes() throws IOException {
    try (var homes = Files.list(temporary)) {
      return homes.toList();
    }
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = temporary.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    for (String program : List.of("java", "javac")) {
      assertThat(
              Files.createFile(home.resolve("bin").resolve(program)).toFile().setExecutable(true))
          .isTrue();
    }
    String platform =
        Files.readAllLines(OWN.home().resolve("release")).stream()
            .filter(line -> line.startsWith("OS_ARCH") || line.startsWith("LIBC"))
            .reduce("", (lines, line) -> lines + line + "\n");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n" + platform);
    return home;
  }
}
