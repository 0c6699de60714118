package chat.edge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlacesTest {

  private final Places places = new Places(6);

  @Test
  void one_holder_has_at_most_a_third() {
    assertThat(places.take("user ann", "address 1")).isPresent();
    assertThat(places.take("user ann", "address 2")).isPresent();
    assertThat(places.take("user ann", "address 3")).isEmpty();
    assertThat(places.take("user bob", "address 1")).isPresent();
    assertThat(places.take("user eve", "address 1")).isEmpty();
    assertThat(places.taken()).isEqualTo(3);
    assertThat(places.held("user eve")).isZero();
  }

  @Test
  void no_more_places_are_given_than_exist() {
    for (int i = 0; i < 6; i++) {
      assertThat(places.take("user " + i)).isPresent();
    }
    assertThat(places.take("user 6")).isEmpty();
  }

  @Test
  void a_place_is_released_once() {
    Places.Place first = places.take("ann", "ann").orElseThrow();
    Places.Place second = places.take("ann").orElseThrow();
    first.close();
    first.close();
    assertThat(places.held("ann")).isEqualTo(1);
    second.close();
    assertThat(places.held("ann")).isZero();
    assertThat(places.taken()).isZero();
  }
}
