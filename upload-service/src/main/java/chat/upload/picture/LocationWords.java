package chat.upload.picture;

import java.util.regex.Pattern;

/** The names of XMP's properties for the GPS position. */
final class LocationWords {

  private static final Pattern WORDS = Pattern.compile("GPS|Location|City|Country|State|geo:");

  private LocationWords() {}

  static boolean isIn(String xmp) {
    return WORDS.matcher(xmp).find();
  }
}
