package chat.infra.openid;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.web.cors.CorsConfiguration;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Spring Authorization Server with two clients. Tests get tokens with the claims that they ask for,
 * in the parameter {@code claims}, signed as the parameter {@code alg} says. A page gets those of
 * one user, who is always signed in, by a code and PKCE.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class ProviderSecurity {

  static final String CLIENT = "tests";
  static final String SECRET = "secret";
  static final String PAGE = "page";
  static final String USER = "ann";

  @Bean
  SecurityFilterChain provider(HttpSecurity http, OpenIdProvider provider) throws Exception {
    return http.oauth2AuthorizationServer(
            server ->
                server.oidc(
                    oidc ->
                        oidc.providerConfigurationEndpoint(
                            endpoint ->
                                endpoint.providerConfigurationCustomizer(
                                    told -> told.tokenEndpoint(provider.tokenEndpoint())))))
        .authorizeHttpRequests(calls -> calls.anyRequest().authenticated())
        .csrf(csrf -> csrf.disable())
        .cors(cors -> cors.configurationSource(request -> anyOrigin()))
        .addFilterAfter(signIn(), SecurityContextHolderFilter.class)
        .build();
  }

  private static CorsConfiguration anyOrigin() {
    CorsConfiguration allowed = new CorsConfiguration();
    allowed.addAllowedOrigin("*");
    allowed.addAllowedMethod("*");
    allowed.addAllowedHeader("*");
    return allowed;
  }

  /** Signs a user in who comes to the page of the provider. */
  private static Filter signIn() {
    return (request, response, chain) -> {
      if (((HttpServletRequest) request).getRequestURI().equals("/oauth2/authorize")) {
        SecurityContextHolder.getContext()
            .setAuthentication(
                UsernamePasswordAuthenticationToken.authenticated(
                    USER,
                    null,
                    List.of(
                        FactorGrantedAuthority.fromAuthority(
                            FactorGrantedAuthority.PASSWORD_AUTHORITY))));
      }
      chain.doFilter(request, response);
    };
  }

  @Bean
  RegisteredClientRepository clients() {
    return new InMemoryRegisteredClientRepository(
        RegisteredClient.withId(PAGE)
            .clientId(PAGE)
            .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
            .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
            .redirectUri("http://127.0.0.1/") // of any port: RFC 8252, 7.3
            .scope("openid")
            .scope("profile")
            .scope("email")
            .clientSettings(ClientSettings.builder().requireProofKey(true).build())
            .build(),
        RegisteredClient.withId(CLIENT)
            .clientId(CLIENT)
            .clientSecret("{noop}" + SECRET)
            .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
            .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
            .tokenSettings(
                TokenSettings.builder().accessTokenTimeToLive(Duration.ofHours(1)).build())
            .build());
  }

  @Bean
  JWKSource<SecurityContext> keys(Supplier<ProviderKeys> keys) {
    return (selector, context) -> selector.select(keys.get().set());
  }

  /** For the endpoint of user information. */
  @Bean
  JwtDecoder jwtDecoder(JWKSource<SecurityContext> keys) {
    return NimbusJwtDecoder.withJwkSource(keys).build();
  }

  @Bean
  AuthorizationServerSettings settings(OpenIdProvider provider) {
    return AuthorizationServerSettings.builder().issuer(provider.issuer()).build();
  }

  @Bean
  OAuth2TokenCustomizer<JwtEncodingContext> asAskedFor(Supplier<ProviderKeys> keys) {
    return context -> {
      if (!AuthorizationGrantType.CLIENT_CREDENTIALS.equals(context.getAuthorizationGrantType())) {
        if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
          context.getClaims().claim("aud", List.of("chat")).claim("preferred_username", USER);
        }
        return;
      }
      OAuth2ClientCredentialsAuthenticationToken grant =
          Objects.requireNonNull(context.getAuthorizationGrant());
      Map<String, Object> asked = grant.getAdditionalParameters();
      String algorithm = String.valueOf(asked.getOrDefault("alg", "RS256"));
      context
          .getJwsHeader()
          .algorithm(Objects.requireNonNull(SignatureAlgorithm.from(algorithm)))
          .keyId(keys.get().id(algorithm));
      Map<String, Object> claims =
          JsonMapper.shared()
              .readValue(String.valueOf(asked.get("claims")), new TypeReference<>() {});
      claims.forEach(context.getClaims()::claim);
    };
  }
}
