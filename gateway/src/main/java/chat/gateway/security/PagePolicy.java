package chat.gateway.security;

import chat.edge.issuer.IssuerSettings;
import java.net.URI;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * What a page of this gateway may load and call: its own scripts and styles, its own gateway with
 * its sockets, the issuers at which it signs in, and the S3 service to which links to files lead.
 */
@Component
final class PagePolicy {

  /** The address of the S3 service as clients reach it, a setting of the upload service. */
  private static final String FILES = "chat.s3.public-endpoint";

  private final String directives;

  /** Makes the policy. Without an address of the S3 service all links lead through gateways. */
  PagePolicy(IssuerSettings issuers, Environment settings) {
    String files = settings.getProperty(FILES, "").strip();
    String storage = files.isEmpty() ? "" : " " + origin(URI.create(files));
    this.directives =
        String.join(
            "; ",
            "default-src 'self'",
            "connect-src 'self'" + signIn(issuers) + storage,
            "img-src 'self' data: blob:" + storage,
            "media-src 'self' blob:" + storage,
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'");
  }

  /** The policy as a header has it. */
  String directives() {
    return directives;
  }

  private static String signIn(IssuerSettings issuers) {
    return issuers.issuers().stream()
        .filter(terms -> terms.clientId() != null)
        .flatMap(PagePolicy::addresses)
        .map(address -> " " + origin(address))
        .distinct()
        .collect(Collectors.joining());
  }

  private static Stream<URI> addresses(IssuerSettings.Terms terms) {
    URI issuer = URI.create(terms.issuer());
    URI tokens = terms.tokenEndpoint();
    return tokens == null ? Stream.of(issuer) : Stream.of(issuer, tokens);
  }

  private static String origin(URI address) {
    if (address.getScheme() == null || address.getHost() == null) {
      throw new IllegalArgumentException(
          FILES + ": " + address + " (expected: https://host or https://host:port)");
    }
    String port = address.getPort() < 0 ? "" : ":" + address.getPort();
    return address.getScheme() + "://" + address.getHost() + port;
  }
}
