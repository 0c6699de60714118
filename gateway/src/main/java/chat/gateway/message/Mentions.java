package chat.gateway.message;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the users that a text mentions with an {@code @}. */
public final class Mentions {

  /** Maximum number of names looked up for one text; further names stay text. */
  private static final int MAX = 20;

  /**
   * Names of users, after an {@code @} or its wide form that follows no character of a username or
   * of an e-mail address; not the beginnings of what is too long for one. Letters of other scripts
   * may stand before and after without a blank.
   */
  private static final Pattern NAME =
      Pattern.compile(
          "(?<![A-Za-z0-9._@-])[@\uFF20]([A-Za-z0-9][A-Za-z0-9_.-]{2,31}+)(?![A-Za-z0-9_-])");

  private static final Pattern END_OF_SENTENCE = Pattern.compile("[._-]+$");

  private final NameLookup names;

  public Mentions(NameLookup names) {
    this.names = names;
  }

  /** The ids of the users mentioned, each once, in the order of the text; none without a text. */
  CompletableFuture<List<String>> in(@Nullable String text) {
    List<List<String>> named = text == null ? List.of() : names(text);
    if (named.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    Set<String> all = new LinkedHashSet<>();
    named.forEach(all::addAll);
    return names.find(all).thenApply(ids -> resolve(named, ids));
  }

  private static List<String> resolve(List<List<String>> named, Map<String, String> ids) {
    return named.stream()
        .map(spellings -> spellings.stream().map(ids::get).filter(Objects::nonNull).findFirst())
        .flatMap(id -> id.stream())
        .distinct()
        .toList();
  }

  /** Each name with the dot that follows it, and without. The pattern is tried at signs only. */
  private static List<List<String>> names(String text) {
    List<List<String>> names = new ArrayList<>();
    Matcher matcher = NAME.matcher(text).useTransparentBounds(true);
    for (int at = sign(text, 0); at >= 0 && names.size() < MAX; at = sign(text, at + 1)) {
      if (matcher.region(at, text.length()).lookingAt()) {
        String name = matcher.group(1).toLowerCase(Locale.ROOT);
        String bare = END_OF_SENTENCE.matcher(name).replaceFirst("");
        names.add(
            Stream.of(name, bare).filter(spelling -> spelling.length() > 2).distinct().toList());
      }
    }
    return names;
  }

  /** The index of the next {@code @} or its wide form; -1 if there is none. */
  private static int sign(String text, int from) {
    for (int at = from; at < text.length(); at++) {
      if (text.charAt(at) == '@' || text.charAt(at) == '\uFF20') {
        return at;
      }
    }
    return -1;
  }
}
