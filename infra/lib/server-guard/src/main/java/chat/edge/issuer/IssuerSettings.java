package chat.edge.issuer;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The issuers whose access tokens are good.
 *
 * @param issuers OpenID issuers whose access tokens are good like our own, numbered from 0: {@code
 *     CHAT_AUTH_ISSUERS_0_ISSUER} (its {@code iss}) and {@code _0_AUDIENCE} (the {@code aud} of
 *     tokens for this system) are required; {@code _0_JWKSURI} (address of its keys; not set: from
 *     its {@code /.well-known/openid-configuration}), {@code _0_ALGORITHMS} ({@code
 *     RS256,ES256,EdDSA}), {@code _0_USERNAMECLAIM} ({@code preferred_username}), {@code
 *     _0_NAMECLAIM} ({@code name}) and {@code _0_EMAILCLAIM} ({@code email}) have defaults. With
 *     {@code _0_CLIENTID} (a public client at the issuer) the page of a gateway also signs in
 *     there, with the {@code _0_SCOPE} ({@code openid profile email}), and calls the issuer or, if
 *     its token endpoint has another origin, {@code _0_TOKENENDPOINT}. Addresses are https, or http
 *     to loopback. The same for gateways and upload services
 */
@ConfigurationProperties("chat.auth")
public record IssuerSettings(@DefaultValue List<Terms> issuers) {

  private static final Set<String> ALGORITHMS =
      Set.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

  public IssuerSettings {
    issuers = List.copyOf(issuers);
    List<String> names = issuers.stream().map(Terms::issuer).toList();
    if (Set.copyOf(names).size() < names.size()) {
      throw new IllegalArgumentException(
          "chat.auth.issuers: " + names + " (expected: each issuer once)");
    }
  }

  /**
   * One issuer, and what its tokens must have.
   *
   * @param issuer the {@code iss} of its tokens, to the letter
   * @param audience one of the {@code aud} of its tokens
   * @param jwksUri where its keys are; null if its metadata say so
   * @param algorithms the signatures that are accepted
   * @param usernameClaim the claim that a username is made of
   * @param nameClaim the claim with the display name
   * @param emailClaim the claim with the email
   * @param clientId the client at the issuer that the gateway's page is; null if the page does not
   *     sign in there
   * @param tokenEndpoint where that client gets tokens; null if it has the issuer's origin
   * @param scope what that client asks for
   */
  public record Terms(
      String issuer,
      String audience,
      @Nullable URI jwksUri,
      @DefaultValue({"RS256", "ES256", "EdDSA"}) List<String> algorithms,
      @DefaultValue("preferred_username") String usernameClaim,
      @DefaultValue("name") String nameClaim,
      @DefaultValue("email") String emailClaim,
      @Nullable String clientId,
      @Nullable URI tokenEndpoint,
      @DefaultValue("openid profile email") String scope) {

    public Terms {
      require("issuer", issuer);
      require("audience", audience);
      IssuerAddress.check("chat.auth.issuers.issuer", URI.create(issuer));
      if (jwksUri != null) {
        IssuerAddress.check("chat.auth.issuers.jwks-uri", jwksUri);
      }
      if (tokenEndpoint != null) {
        IssuerAddress.check("chat.auth.issuers.token-endpoint", tokenEndpoint);
      }
      algorithms = List.copyOf(algorithms);
      if (algorithms.isEmpty() || !ALGORITHMS.containsAll(algorithms)) {
        throw new IllegalArgumentException(
            "chat.auth.issuers.algorithms: "
                + algorithms
                + " (expected: some of "
                + ALGORITHMS
                + ")");
      }
    }

    private static void require(String name, @Nullable String value) {
      if (value == null || value.isBlank()) {
        throw new IllegalArgumentException(
            "chat.auth.issuers." + name + ": missing (expected: a value for each issuer)");
      }
    }
  }
}
