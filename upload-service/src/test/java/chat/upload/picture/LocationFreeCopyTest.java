package chat.upload.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LocationFreeCopyTest {

  @Test
  void a_jpeg_loses_its_location_and_keeps_its_pixels_and_which_way_is_up() throws IOException {
    byte[] picture = Pictures.jpegWithLocation(60, 40);
    byte[] copy = copy("image/jpeg", picture, true);
    assertThat(new String(picture, ISO_8859_1)).contains(Pictures.PLACE);
    assertThat(new String(copy, ISO_8859_1)).doesNotContain(Pictures.PLACE).doesNotContain("GPS");
    assertThat(copy).hasSameSizeAs(picture);
    assertThat(Orientation.of("image/jpeg", copy)).isEqualTo(6);
    assertSamePixels(copy, picture);
  }

  @Test
  void pictures_after_the_first_in_a_jpeg_lose_their_location_as_well() throws IOException {
    byte[] one = Pictures.jpegWithLocation(60, 40);
    byte[] two = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, two, one.length, one.length);
    assertThat(new String(copy("image/jpeg", two, true), ISO_8859_1))
        .doesNotContain(Pictures.PLACE);
  }

  @Test
  void a_png_loses_its_location_and_stays_well_formed() throws IOException {
    byte[] picture = Pictures.pngWithLocation(60, 40);
    byte[] copy = copy("image/png", picture, true);
    assertThat(new String(copy, ISO_8859_1)).doesNotContain(Pictures.PLACE);
    assertThat(copy).hasSameSizeAs(picture);
    assertSamePixels(copy, picture);
  }

  @Test
  void a_webp_loses_its_location() throws IOException {
    byte[] picture = Pictures.webpWithLocation();
    byte[] copy = copy("image/webp", picture, true);
    assertThat(new String(picture, ISO_8859_1)).contains(Pictures.PLACE);
    assertThat(new String(copy, ISO_8859_1)).doesNotContain(Pictures.PLACE);
    assertThat(copy).hasSameSizeAs(picture);
    assertSamePixels(copy, picture);
  }

  @Test
  void a_picture_without_a_location_stays_unchanged() throws IOException {
    for (String format : new String[] {"jpeg", "png"}) {
      byte[] picture = Pictures.of(format, 60, 40);
      assertThat(copy("image/" + format, picture, false)).isEqualTo(picture);
    }
    assertThat(copy("image/webp", Pictures.webp(), false)).isEqualTo(Pictures.webp());
  }

  @Test
  void whatever_the_bytes_are_the_copy_is_as_long() throws IOException {
    Random random = new Random(7);
    for (String type : new String[] {"image/jpeg", "image/png", "image/webp"}) {
      for (int i = 0; i < 300; i++) {
        byte[] picture =
            switch (type) {
              case "image/jpeg" -> Pictures.jpegWithLocation(8, 8);
              case "image/png" -> Pictures.pngWithLocation(8, 8);
              default -> Pictures.webpWithLocation();
            };
        byte[] cut = Arrays.copyOf(picture, 1 + random.nextInt(picture.length));
        cut[random.nextInt(cut.length)] = (byte) random.nextInt();
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        var unused = LocationFreeCopy.of(type, new ByteArrayInputStream(cut), copy::write).run();
        assertThat(copy.size()).as("%s, %d", type, i).isEqualTo(cut.length);
      }
    }
  }

  private static byte[] copy(String type, byte[] picture, boolean differs) throws IOException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    assertThat(LocationFreeCopy.of(type, new ByteArrayInputStream(picture), copy::write).run())
        .isEqualTo(differs);
    return copy.toByteArray();
  }

  private static void assertSamePixels(byte[] copy, byte[] picture) {
    for (int x : new int[] {0, Pictures.decode(picture).getWidth() - 1}) {
      assertThat(Pictures.decode(copy).getRGB(x, 0))
          .isEqualTo(Pictures.decode(picture).getRGB(x, 0));
    }
  }
}
