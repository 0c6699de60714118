package chat.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class CommitMetadataTest {

  @Test
  void the_digest_is_of_the_rooms_in_the_order_of_their_names() {
    String metadata = CommitMetadata.of("id", Set.of("b", "a"));

    assertThat(metadata).isEqualTo("id c8687a08aa5d6ed2044328fa6a697ab8");
    assertThat(CommitMetadata.topicId(metadata)).isEqualTo("id");
  }

  @Test
  void for_all_rooms_the_id_stands_alone() {
    assertThat(CommitMetadata.of("id", Set.of())).isEqualTo("id");
    assertThat(CommitMetadata.topicId("id")).isEqualTo("id");
  }
}
