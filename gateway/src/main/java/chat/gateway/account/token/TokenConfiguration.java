package chat.gateway.account.token;

import chat.gateway.account.events.Revocations;
import chat.sockets.fanout.UserConnections;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the tokens and their keys. */
@Configuration(proxyBeanMethods = false)
class TokenConfiguration {

  private final InstantSource clock;

  TokenConfiguration(ObjectProvider<InstantSource> clock) {
    this.clock = clock.getIfAvailable(InstantSource::system);
  }

  @Bean
  TokenKeys tokenKeys(TokenSettings settings) {
    return new TokenKeys(settings, clock);
  }

  @Bean
  AccessTokens accessTokens(TokenSettings settings, TokenKeys keys, Revocations revocations) {
    return new AccessTokens(settings, keys, revocations, clock);
  }

  @Bean
  GatewayTokens gatewayTokens(TokenSettings settings, TokenKeys keys) {
    return new GatewayTokens(settings, keys, clock);
  }

  @Bean
  Revocations revocations(UserConnections connections, TokenSettings settings) {
    return new Revocations(connections, clock, settings.longest());
  }
}
