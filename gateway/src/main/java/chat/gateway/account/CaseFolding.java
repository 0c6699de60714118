package chat.gateway.account;

import java.text.Normalizer;
import java.util.Locale;

/** What emails and usernames are compared by: those that read the same are the same. */
final class CaseFolding {

  private CaseFolding() {}

  /** Compatibility composed, without case: by way of the upper case, as "ß" and "SS" are one. */
  static String fold(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFKC);
    String folded = composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFKC);
  }
}
