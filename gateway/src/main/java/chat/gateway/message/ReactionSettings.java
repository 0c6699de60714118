package chat.gateway.message;

import chat.edge.guard.SettingBounds;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many reactions a message may have. Each page that shows the message reads all of them.
 *
 * @param maxEmojis largest number of different emojis beside one message
 * @param maxTotal largest number of reactions to one message, of all users (20 or more), of at most
 *     20 different emojis; a further one is refused as {@code conflict}
 */
@ConfigurationProperties("chat.gateway.reactions")
public record ReactionSettings(int maxEmojis, int maxTotal) {

  private static final int MAX_EMOJIS = 20;

  public ReactionSettings {
    SettingBounds.atLeast("chat.gateway.reactions.max-total", maxTotal, maxEmojis);
  }

  @ConstructorBinding
  ReactionSettings(@DefaultValue("2000") int maxTotal) {
    this(MAX_EMOJIS, maxTotal);
  }
}
