package chat.upload.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.attacks.Fuzz;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Pictures that were made to break their readers. */
class PicturesFuzzTest {

  private static final int TRIES = 2_000;
  private static final long MAX_PIXELS = 1_000_000;
  private static final String[] TYPES = {"image/png", "image/jpeg", "image/gif", "image/webp"};

  private static final byte[] JPEG = Pictures.jpegWithLocation(8, 8);
  private static final byte[] PNG = Pictures.pngWithLocation(8, 8);
  private static final byte[] GIF = Pictures.of("gif", 8, 8);
  private static final byte[] WEBP = Pictures.webpWithLocation();

  /** Each picture is also read as every other type. */
  @Test
  void sizes_are_found_or_not() {
    Fuzz.ofBytes(JPEG, PNG, GIF, WEBP)
        .bytes(
            TRIES,
            bytes -> {
              String type = TYPES[bytes.length % TYPES.length];
              PictureSize.of(type, Arrays.copyOf(bytes, bytes.length + 8), bytes.length)
                  .ifPresent(size -> assertThat(size.pixels()).isNotNegative());
            });
  }

  @Test
  void which_way_is_up_is_one_of_eight() {
    Fuzz.ofBytes(JPEG, PNG, WEBP)
        .bytes(
            TRIES,
            bytes -> {
              for (String type : TYPES) {
                assertThat(Orientation.of(type, bytes)).isBetween(1, 8);
              }
            });
  }

  @Test
  void exif_is_read_or_treated_as_having_a_location() {
    int start = new String(JPEG, ISO_8859_1).indexOf("Exif\0\0") + 6;

    Fuzz.ofBytes(Arrays.copyOfRange(JPEG, start, start + 100))
        .bytes(TRIES, bytes -> assertThat(ExifBlock.read(bytes, 0).orientation()).isBetween(1, 8));
  }

  @Test
  void copies_are_as_long_and_have_no_location() {
    Fuzz.ofBytes(JPEG, PNG, WEBP)
        .bytes(
            TRIES,
            bytes -> {
              for (String type : TYPES) {
                if (LocationFreeCopy.appliesTo(type)) {
                  ByteArrayOutputStream copy = new ByteArrayOutputStream();
                  var changed =
                      LocationFreeCopy.of(type, new ByteArrayInputStream(bytes), copy::write).run();
                  assertThat(copy.size()).isEqualTo(bytes.length);
                  assertThat(changed || Arrays.equals(copy.toByteArray(), bytes)).isTrue();
                }
              }
            });
  }

  @Test
  void thumbnails_are_made_or_not() {
    Fuzz.ofBytes(JPEG, PNG, GIF, Pictures.webp(), Pictures.animatedWebp(), Pictures.animatedGif())
        .bytes(
            TRIES / 10,
            bytes ->
                Thumbnail.of(TYPES[bytes.length % TYPES.length], bytes, 16, MAX_PIXELS)
                    .ifPresent(
                        thumbnail ->
                            assertThat(Pictures.decode(thumbnail.bytes()).getWidth())
                                .isBetween(1, 16)));
  }
}
