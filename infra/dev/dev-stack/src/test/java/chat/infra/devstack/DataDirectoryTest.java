package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path temporary;

  @Test
  void a_directory_with_other_things_in_it_is_refused() throws IOException {
    Files.writeString(temporary.resolve("thesis.txt"), "years of work");

    assertThatThrownBy(() -> DataDirectory.open(temporary))
        .hasMessage(temporary + " is neither empty nor a data directory of chat");
    assertThat(temporary.resolve("thesis.txt")).exists();
  }

  @Test
  void clearing_takes_only_what_a_stack_has_made() throws IOException {
    DataDirectory data = DataDirectory.open(temporary);
    Files.createDirectories(data.of("kafka").resolve("topic"));
    Files.writeString(data.of("kafka").resolve("topic/log"), "old");
    Files.writeString(temporary.resolve("notes.txt"), "put here later");

    data.clear();

    assertThat(data.of("kafka")).doesNotExist();
    assertThat(temporary.resolve("notes.txt")).exists();
    assertThat(DataDirectory.existing(temporary)).contains(data);
  }

  @Test
  void two_ways_to_a_directory_are_one_directory() throws IOException {
    Path real = Files.createDirectory(temporary.resolve("real"));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), real);

    assertThat(DataDirectory.open(link)).isEqualTo(DataDirectory.open(real));
  }
}
