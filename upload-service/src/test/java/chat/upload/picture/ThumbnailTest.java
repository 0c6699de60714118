package chat.upload.picture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** A picture on its left side has its left half on top. */
  @Test
  void a_picture_that_lies_on_its_side_is_turned() {
    BufferedImage image =
        Pictures.decode(of("image/jpeg", Pictures.jpegWithLocation(640, 320)).bytes());
    assertThat(image.getWidth()).isEqualTo(160);
    assertThat(image.getHeight()).isEqualTo(320);
    assertReddish(image, 80, 10);
    assertBluish(image, 80, 310);
  }

  /** The red corner is where the first row and the first column begin according to EXIF. */
  @ParameterizedTest
  @CsvSource({
    "1, 320, 213, left, top",
    "2, 320, 213, right, top",
    "3, 320, 213, right, bottom",
    "4, 320, 213, left, bottom",
    "5, 213, 320, left, top",
    "6, 213, 320, right, top",
    "7, 213, 320, right, bottom",
    "8, 213, 320, left, bottom"
  })
  void pictures_of_all_types_are_upright(
      int orientation, int width, int height, String redX, String redY) {
    for (String format : new String[] {"jpeg", "png", "webp"}) {
      byte[] picture = Pictures.lying(format, orientation);
      BufferedImage image = Pictures.decode(of("image/" + format, picture).bytes());

      assertThat(image.getWidth()).as(format).isEqualTo(width);
      assertThat(image.getHeight()).as(format).isEqualTo(height);
      for (String x : new String[] {"left", "right"}) {
        for (String y : new String[] {"top", "bottom"}) {
          int atX = x.equals("left") ? 10 : width - 10;
          int atY = y.equals("top") ? 10 : height - 10;
          if (x.equals(redX) && y.equals(redY)) {
            assertReddish(image, atX, atY);
          } else {
            assertBluish(image, atX, atY);
          }
        }
      }
    }
  }

  @Test
  void an_animated_picture_is_shown_as_it_begins() {
    BufferedImage webp = Pictures.decode(of("image/webp", Pictures.animatedWebp()).bytes());
    BufferedImage gif = Pictures.decode(of("image/gif", Pictures.animatedGif()).bytes());

    for (BufferedImage image : List.of(webp, gif)) {
      assertThat(image.getWidth()).isEqualTo(320);
      assertThat(image.getHeight()).isEqualTo(240);
      for (int[] outside : new int[][] {{2, 2}, {150, 80}, {250, 80}, {200, 30}, {200, 130}}) {
        assertThat(image.getRGB(outside[0], outside[1]) >>> 24).isZero();
      }
      assertThat(image.getRGB(162, 42) >>> 24).isEqualTo(255);
      assertThat(image.getRGB(237, 117) >>> 24).isEqualTo(255);
    }
    assertReddish(gif, 170, 80);
    assertBluish(gif, 230, 80);
  }

  /** The announced canvases are never held in memory; the number of decoded pixels is bounded. */
  @Test
  void hostile_canvases_and_coordinates_use_no_memory() {
    byte[] dot = Pictures.webp();
    int[] huge = {65_535, 65_535};
    int[] outside = {1 << 24, 1 << 24, 1, 1};
    byte[] largest = Pictures.animatedWebp(huge, new int[] {0, 0, 1, 1}, dot);
    byte[] elsewhere = Pictures.animatedWebp(new int[] {10, 10}, outside, dot);
    byte[] bomb = Pictures.webpBomb();
    byte[] hidden =
        Pictures.animatedWebp(new int[] {10, 10}, new int[] {0, 0, 16_383, 16_383}, bomb);
    byte[] small = Pictures.animatedWebp(new int[] {10, 10}, new int[] {0, 0, 1, 1}, bomb);

    assertThat(Thumbnail.of("image/webp", largest, 320, MANY))
        .hasValueSatisfying(
            made -> assertThat(Pictures.decode(made.bytes()).getWidth()).isEqualTo(320));
    assertThat(Thumbnail.of("image/webp", elsewhere, 320, MANY)).isPresent();
    assertThat(Thumbnail.of("image/webp", bomb, 320, MANY)).isEmpty();
    assertThat(Thumbnail.of("image/webp", hidden, 320, MANY)).isEmpty();
    assertThat(heapOf(() -> Thumbnail.of("image/webp", small, 320, MANY))).isLessThan(50_000_000);
  }

  @Test
  void the_size_of_a_picture_is_that_of_its_area() {
    byte[] gif = Pictures.animatedGif();
    byte[] webp =
        Pictures.animatedWebp(new int[] {65_535, 65_535}, new int[] {0, 0, 1, 1}, Pictures.webp());

    assertThat(PictureSize.of("image/gif", gif, gif.length)).hasValue(new PictureSize(400, 300));
    assertThat(PictureSize.of("image/webp", webp, webp.length))
        .hasValue(new PictureSize(65_535, 65_535));
  }

  /** The number of bytes that this thread allocates meanwhile. */
  private static long heapOf(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
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
    byte[] jpeg = Pictures.jpegWithLocation(60, 40);
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
