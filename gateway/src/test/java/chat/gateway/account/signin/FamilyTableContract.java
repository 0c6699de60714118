package chat.gateway.account.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of the table of families, for every store. */
abstract class FamilyTableContract {

  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00.123Z");

  private final Family first =
      new Family(
          UUID.randomUUID().toString(), "u1", 3, "hash1", null, NOW, NOW.plusSeconds(3600), null);
  private final Family second = first.rotated("hash2", NOW.plusSeconds(60), NOW.plusSeconds(3660));

  abstract FamilyTable table();

  @Test
  void an_added_family_is_found() {
    assertThat(table().find(first.id())).isEmpty();

    table().add(first);

    assertThat(table().find(first.id())).hasValue(first);
  }

  @Test
  void a_family_rotates_from_the_expected_hash() {
    table().add(first);

    assertThat(table().rotate(second, "hash1")).hasValue(second);
    assertThat(table().find(first.id())).hasValue(second);
  }

  @Test
  void a_family_does_not_rotate_from_another_hash() {
    table().add(first);
    table().rotate(second, "hash1");
    Family other = first.rotated("hash3", NOW.plusSeconds(61), NOW.plusSeconds(3661));

    assertThat(table().rotate(other, "hash1")).hasValue(second);
    assertThat(table().find(first.id())).hasValue(second);
  }

  @Test
  void an_unknown_family_neither_rotates_nor_ends() {
    assertThat(table().rotate(second, "hash1")).isEmpty();
    table().end(first, NOW);

    assertThat(table().find(first.id())).isEmpty();
  }

  @Test
  void an_ended_family_does_not_rotate() {
    table().add(first);
    table().end(first, NOW.plusSeconds(1));

    assertThat(table().rotate(second, "hash1").map(Family::tokenHash)).hasValue("hash1");
    assertThat(table().find(first.id()).map(Family::endedAt)).hasValue(NOW.plusSeconds(1));
  }

  @Test
  void a_family_ends_once() {
    table().add(first);
    table().end(first, NOW.plusSeconds(1));
    table().end(first, NOW.plusSeconds(2));

    assertThat(table().find(first.id()).map(Family::endedAt)).hasValue(NOW.plusSeconds(1));
  }

  @Test
  void concurrent_rotations_have_one_winner_that_all_see() {
    table().add(first);

    List<Optional<Family>> seen =
        IntStream.range(0, 16)
            .parallel()
            .mapToObj(i -> first.rotated("hash2", NOW.plusSeconds(i), NOW.plusSeconds(3600 + i)))
            .map(next -> table().rotate(next, "hash1"))
            .toList();

    assertThat(seen).containsOnly(table().find(first.id()));
  }
}
