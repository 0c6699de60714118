package chat.infra.devstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A backend's configuration file, with <code>${name}</code> for a stack's own values. */
final class Template {
  private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)}");

  private Template() {}

  /** Reads a resource of this package and fills it; a name without a value is an error. */
  static String fill(String resource, Map<String, Object> values) {
    return PLACE
        .matcher(read(resource))
        .replaceAll(match -> Matcher.quoteReplacement(value(resource, match.group(1), values)));
  }

  private static String value(String resource, String name, Map<String, Object> values) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(resource + ": no value for " + name);
    }
    return value.toString();
  }

  private static String read(String resource) {
    try (InputStream in = Template.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
