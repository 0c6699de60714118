package chat.gateway.account;

import java.text.Normalizer;
import java.util.Locale;

/** The form in which emails and usernames are compared: texts that read the same are equal. */
final class CaseFolding {

  private CaseFolding() {}

  /** NFKC without case; through upper case, which makes "ß" and "SS" equal. */
  static String fold(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFKC);
    String folded = composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFKC);
  }
}
