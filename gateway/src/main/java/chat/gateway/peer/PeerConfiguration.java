package chat.gateway.peer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class PeerConfiguration {

  @Bean
  PeerDirectory peerDirectory(
      GatewayIdentity identity, GatewayAddress address, StringRedisTemplate redis) {
    return new PeerDirectory(new PeerDirectory.Peer(identity.id(), address.uri()), redis);
  }

  @Bean
  PeerCalls peerCalls(PeerDirectory directory, PeerTokens tokens, JsonMapper json) {
    return new PeerCalls(directory, tokens, json);
  }
}
