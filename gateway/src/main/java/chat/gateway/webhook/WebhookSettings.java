package chat.gateway.webhook;

import chat.edge.guard.SettingBounds;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The webhooks of services.
 *
 * @param max largest number of webhooks (0 to 500); a further one is refused. Each has a consumer
 *     in every process that sends
 */
@ConfigurationProperties("chat.webhooks")
record WebhookSettings(@DefaultValue("100") int max) {

  private static final int MOST = 500;

  WebhookSettings {
    SettingBounds.between("chat.webhooks.max", max, 0, MOST);
  }
}
