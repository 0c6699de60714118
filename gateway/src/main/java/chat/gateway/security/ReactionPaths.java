package chat.gateway.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Set;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Accepts any emoji as the last segment of a reaction's path, such as {@code 100%25} and {@code
 * %3A%2F}. Moves the emoji of such a path to a request attribute before other code sees the path,
 * and puts a placeholder into the path. For all other paths the server's strict rules apply.
 */
@Component
public final class ReactionPaths
    implements WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> {

  /** The request attribute that holds the emoji. */
  public static final String EMOJI = "chat.reaction.emoji";

  private static final String PLACEHOLDER = "emoji";

  /** Allows percent-encoded text that Jetty refuses by default; it is not decoded. */
  private static final UriCompliance LOOSENED =
      UriCompliance.DEFAULT.with(
          "REACTIONS",
          Violation.AMBIGUOUS_PATH_SEGMENT,
          Violation.AMBIGUOUS_PATH_SEPARATOR,
          Violation.AMBIGUOUS_PATH_PARAMETER,
          Violation.AMBIGUOUS_PATH_ENCODING,
          Violation.SUSPICIOUS_PATH_CHARACTERS);

  private static final int SEGMENTS = 7;
  private static final int LAST = 6;

  @Override
  public void customize(ConfigurableJettyWebServerFactory factory) {
    factory.addServerCustomizers(ReactionPaths::customize);
  }

  private static void customize(Server server) {
    for (Connector connector : server.getConnectors()) {
      connector.getConnectionFactories().stream()
          .filter(HttpConfiguration.ConnectionFactory.class::isInstance)
          .map(HttpConfiguration.ConnectionFactory.class::cast)
          .forEach(http -> http.getHttpConfiguration().setUriCompliance(LOOSENED));
    }
    server.insertHandler(new Gate());
  }

  private static final class Gate extends Handler.Wrapper {

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      HttpURI uri = request.getHttpURI();
      String path = uri.getPath();
      String emoji = path == null ? null : emoji(path);
      HttpURI seen =
          path == null || emoji == null
              ? uri
              : HttpURI.build(
                      uri,
                      path.substring(0, path.lastIndexOf('/') + 1) + PLACEHOLDER,
                      null,
                      uri.getQuery())
                  .asImmutable();
      if (!seen.getViolations().stream().allMatch(UriCompliance.DEFAULT::allows)) {
        Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
        return true;
      }
      if (emoji == null) {
        return super.handle(request, response, callback);
      }
      Request served = Request.serveAs(request, seen);
      served.setAttribute(EMOJI, emoji);
      return super.handle(served, response, callback);
    }
  }

  /**
   * The emoji of a raw path; null if the path is not that of a reaction, has parameters, or
   * resolves to another path.
   */
  static @Nullable String emoji(String path) {
    String[] segments = path.split("/", -1);
    if (segments.length != SEGMENTS
        || !segments[0].isEmpty()
        || !"api".equals(decoded(segments[1]))
        || !"messages".equals(decoded(segments[2]))
        || !"reactions".equals(decoded(segments[LAST - 1]))) {
      return null;
    }
    String last = segments[LAST];
    boolean goesElsewhere = Set.of("", ".", "..").contains(last) || last.indexOf(';') >= 0;
    return goesElsewhere ? null : decoded(last);
  }

  /** Decodes percent-encoded UTF-8; null if it is malformed. */
  private static @Nullable String decoded(String segment) {
    byte[] bytes = segment.getBytes(UTF_8);
    ByteBuffer plain = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        plain.put(bytes[i]);
        continue;
      }
      int high = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return null;
      }
      plain.put((byte) ((high << 4) | low));
      i += 2;
    }
    try {
      return UTF_8.newDecoder().decode(plain.flip()).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
