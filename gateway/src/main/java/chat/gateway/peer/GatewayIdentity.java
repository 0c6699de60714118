package chat.gateway.peer;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The identity of this gateway.
 *
 * @param id name of this gateway in logs and metrics; it need not be unique
 */
@ConfigurationProperties("chat.gateway")
public record GatewayIdentity(@DefaultValue("gateway") String id) {

  public GatewayIdentity {
    if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new IllegalArgumentException(
          "chat.gateway.id: " + id + " (expected: [A-Za-z0-9._-]{1,64})");
    }
  }
}
