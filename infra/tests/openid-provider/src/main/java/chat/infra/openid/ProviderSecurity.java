package chat.infra.openid;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Spring Authorization Server with one client, which gets tokens with the claims that it asks for,
 * in the parameter {@code claims}, signed as the parameter {@code alg} says.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class ProviderSecurity {

  static final String CLIENT = "tests";
  static final String SECRET = "secret";

  @Bean
  SecurityFilterChain provider(HttpSecurity http) throws Exception {
    return http.oauth2AuthorizationServer(server -> server.oidc(Customizer.withDefaults()))
        .authorizeHttpRequests(calls -> calls.anyRequest().authenticated())
        .csrf(csrf -> csrf.disable())
        .build();
  }

  @Bean
  RegisteredClientRepository clients() {
    return new InMemoryRegisteredClientRepository(
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
