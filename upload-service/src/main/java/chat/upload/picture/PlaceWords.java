package chat.upload.picture;

import java.util.regex.Pattern;

/** The words by which XMP says where a picture was taken. */
final class PlaceWords {

  private static final Pattern WORDS = Pattern.compile("GPS|Location|City|Country|State|geo:");

  private PlaceWords() {}

  static boolean isIn(String xmp) {
    return WORDS.matcher(xmp).find();
  }
}
