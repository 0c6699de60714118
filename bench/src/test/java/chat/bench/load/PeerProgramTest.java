package chat.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerProgramTest {

  private static final Pattern VERSION = Pattern.compile("peer v2\\.");

  @TempDir Path directory;

  @Test
  void a_path_that_is_missing_or_no_program_is_refused_by_the_name_of_its_option() {
    assertThatThrownBy(() -> new PeerProgram("nats", ""))
        .hasMessage("--nats: is missing (expected: the path of its program)");
    for (Path path : new Path[] {directory, directory.resolve("none")}) {
      assertThatThrownBy(() -> new PeerProgram("nats", path.toString()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("--nats: " + path + " is not a program (expected: an executable file)");
    }
  }

  @Test
  void another_version_is_refused_with_what_the_program_prints() throws IOException {
    program("peer v2.1").require("--version", VERSION, "version 2");

    assertThatThrownBy(() -> program("peer v1.4").require("--version", VERSION, "version 2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("peer --version prints: peer v1.4 (expected: version 2)");
  }

  @Test
  void a_call_has_the_absolute_path_and_the_arguments() throws IOException {
    assertThat(program("x").command("-c", "f").command())
        .containsExactly(directory.resolve("peer").toAbsolutePath().toString(), "-c", "f");
  }

  private PeerProgram program(String version) throws IOException {
    Path path = directory.resolve("peer");
    Files.writeString(path, "#!/bin/sh\necho '" + version + "'\n");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    return new PeerProgram("nats", path.toString());
  }
}
