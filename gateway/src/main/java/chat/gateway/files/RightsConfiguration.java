package chat.gateway.files;

import chat.gateway.account.token.GatewayTokens;
import chat.gateway.room.RoomAccess;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this gateway knows that the upload service doesn't. */
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
      public CompletableFuture<Void> bring(String room, String user) {
        return access.prepare(room, user);
      }
    };
  }

  @Bean
  Signature gatewaySignature(GatewayTokens tokens) {
    return tokens::current;
  }
}
