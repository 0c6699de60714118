package chat.gateway.account.token;

import chat.edge.ClockConfiguration;
import chat.gateway.account.events.Revocations;
import chat.sockets.fanout.UserConnections;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Wires the tokens and their keys. */
@Configuration(proxyBeanMethods = false)
@Import({TokenKeys.class, AccessTokens.class, GatewayTokens.class})
class TokenConfiguration {

  @Bean
  Revocations revocations(
      UserConnections connections,
      TokenSettings settings,
      InstantSource clock,
      @Qualifier(ClockConfiguration.STEADY) InstantSource steadyClock) {
    return new Revocations(
        connections, clock, steadyClock, settings.longest(), settings.longestMinted());
  }
}
