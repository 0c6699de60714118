package chat.gateway.files;

import chat.gateway.account.token.GatewayTokens;
import chat.gateway.room.RoomAccess;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what the proxy needs of this gateway: rights in rooms and a signature. */
@Configuration(proxyBeanMethods = false)
class RightsConfiguration {

  @Bean
  RoomRights roomRights(RoomAccess access) {
    return new RoomRights() {
      @Override
      public CompletableFuture<Void> read(String room, String user) {
        return access.read(room, user);
      }

      @Override
      public CompletableFuture<Void> upload(String room, String user) {
        return access.prepare(room, user);
      }
    };
  }

  @Bean
  Signature gatewaySignature(GatewayTokens tokens) {
    return tokens::current;
  }
}
