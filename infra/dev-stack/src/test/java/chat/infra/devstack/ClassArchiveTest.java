package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

  private static final String MAKE = "-XX:ArchiveClassesAtExit=";
  private static final int TERMINATED = 143;
  private static final int KILLED = 137;

  @TempDir Path temporary;

  @Test
  void one_of_a_kind_makes_it_and_those_that_start_later_use_it() throws IOException {
    ClassArchive archive = archive(true);
    Path written = made(archive, "gateway-1");
    assertThat(archive.flags("gateway-2")).isEmpty();
    archive.ended("gateway-2", TERMINATED);
    assertThat(archive.flags("gateway-2")).isEmpty();

    Files.writeString(written, "classes");
    archive.ended("gateway-1", TERMINATED);

    assertThat(written).doesNotExist();
    assertThat(archive.flags("gateway-1"))
        .isEqualTo(archive.flags("gateway-2"))
        .containsExactly("-XX:SharedArchiveFile=" + file());
  }

  @Test
  void what_a_killed_process_left_is_thrown_away_and_the_next_makes_it() throws IOException {
    ClassArchive archive = archive(true);
    Path written = made(archive, "kafka");
    Files.writeString(written, "half of the cla");
    archive.ended("kafka", KILLED);

    assertThat(written).doesNotExist();
    assertThat(file()).doesNotExist();
    assertThat(made(archive, "kafka")).isEqualTo(written);
  }

  @Test
  void it_is_made_only_where_that_is_wanted_and_used_everywhere() throws IOException {
    assertThat(archive(false).flags("kafka")).isEmpty();
    Files.writeString(file(), "classes");
    assertThat(archive(false).flags("kafka")).containsExactly("-XX:SharedArchiveFile=" + file());
  }

  private static Path made(ClassArchive archive, String part) {
    String flag = archive.flags(part).get(0);
    assertThat(flag).startsWith(MAKE);
    return Path.of(flag.substring(MAKE.length()));
  }

  private ClassArchive archive(boolean wanted) {
    return new ClassArchive(file(), wanted);
  }

  private Path file() {
    return temporary.resolve("classes.jsa");
  }
}
