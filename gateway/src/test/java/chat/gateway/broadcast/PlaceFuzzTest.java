package chat.gateway.broadcast;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Seq;
import chat.infra.attacks.Fuzz;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Clients bring places back, and may write what they like in them. */
class PlaceFuzzTest {

  private static final int TRIES = 20_000;

  @Test
  void places_as_texts() {
    Place some = Place.before(3, 24).with("dev", Seq.of(3, 70_000)).with("general", Seq.of(3, 5));

    Fuzz.ofTexts(new String(some.text(), US_ASCII), new String(Place.before(1, 1).text(), US_ASCII))
        .texts(TRIES, PlaceFuzzTest::check);
  }

  @Test
  void places_as_bytes() {
    Place some = Place.before(3, 24).with("dev", Seq.of(3, 70_000));

    Fuzz.ofBytes(Base64.getUrlDecoder().decode(some.text()))
        .bytes(TRIES, bytes -> check(Base64.getUrlEncoder().encodeToString(bytes)));
  }

  /** What is read is a position that there can be, and is written as what reads the same. */
  private static void check(String text) {
    Place.parse(text)
        .ifPresent(
            place -> {
              assertThat(place.after("dev")).isBetween(0L, 1L << 53);
              assertThat(Place.parse(new String(place.text(), US_ASCII)))
                  .hasValueSatisfying(
                      again -> assertThat(again.after("dev")).isEqualTo(place.after("dev")));
            });
  }
}
