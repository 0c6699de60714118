package chat.upload.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThumbnailTest {

  private static final long MANY = 1_000_000;

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif"})
  void a_large_picture_is_made_to_fit(String format) {
    Thumbnail small = of("image/" + format, Pictures.of(format, 800, 200));
    BufferedImage image = Pictures.decode(small.bytes());
    assertThat(image.getWidth()).isEqualTo(320);
    assertThat(image.getHeight()).isEqualTo(80);
    assertReddish(image, 10, 40);
    assertBluish(image, 310, 40);
  }

  @Test
  void a_webp_has_one_too() {
    assertThat(of("image/webp", Pictures.webp()).bytes()).isNotEmpty();
  }

  @Test
  void a_small_picture_is_not_made_larger() {
    BufferedImage image = Pictures.decode(of("image/png", Pictures.of("png", 20, 10)).bytes());
    assertThat(image.getWidth()).isEqualTo(20);
  }

  /** What lies on its left side has its left half on top. */
  @Test
  void a_picture_that_lies_on_its_side_is_turned() {
    BufferedImage image =
        Pictures.decode(of("image/jpeg", Pictures.jpegWithPlace(640, 320)).bytes());
    assertThat(image.getWidth()).isEqualTo(160);
    assertThat(image.getHeight()).isEqualTo(320);
    assertReddish(image, 80, 10);
    assertBluish(image, 80, 310);
  }

  @Test
  void there_is_none_of_a_picture_with_too_many_pixels_or_a_broken_one() {
    assertThat(Thumbnail.of("image/png", Pictures.of("png", 20, 10), 320, 199)).isEmpty();
    assertThat(Thumbnail.of("image/png", Pictures.hugePng(), 320, MANY)).isEmpty();
    byte[] cut = Arrays.copyOf(Pictures.of("png", 800, 600), 100);
    assertThat(Thumbnail.of("image/png", cut, 320, MANY)).isEmpty();
  }

  @Test
  void a_header_is_enough_to_know_the_size() {
    assertThat(PictureSize.of("image/png", Pictures.hugePng(), 60))
        .hasValueSatisfying(size -> assertThat(size.pixels()).isEqualTo(2_500_000_000L));
    byte[] jpeg = Pictures.jpegWithPlace(60, 40);
    assertThat(PictureSize.of("image/jpeg", jpeg, jpeg.length)).hasValue(new PictureSize(60, 40));
    byte[] webp = Pictures.webp();
    assertThat(PictureSize.of("image/webp", webp, webp.length)).hasValue(new PictureSize(1, 1));
    assertThat(PictureSize.of("image/gif", new byte[100], 100)).isEmpty();
  }

  private static Thumbnail of(String type, byte[] picture) {
    return Thumbnail.of(type, picture, 320, MANY).orElseThrow();
  }

  private static void assertReddish(BufferedImage image, int x, int y) {
    assertThat(image.getRGB(x, y) >> 16 & 0xff).isGreaterThan(200);
  }

  private static void assertBluish(BufferedImage image, int x, int y) {
    assertThat(image.getRGB(x, y) & 0xff).isGreaterThan(200);
  }
}
