package chat.gateway.message;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many reactions a message may have. Each page that shows the message reads all of them.
 *
 * @param maxEmojis the most different emojis beside one message
 * @param maxTotal the most reactions to one message, of all users and emojis
 */
@ConfigurationProperties("chat.gateway.reactions")
record ReactionSettings(@DefaultValue("20") int maxEmojis, @DefaultValue("2000") int maxTotal) {

  ReactionSettings {
    if (maxEmojis < 1) {
      throw new IllegalArgumentException("maxEmojis: " + maxEmojis + " (expected: > 0)");
    }
    if (maxTotal < maxEmojis) {
      throw new IllegalArgumentException("maxTotal: " + maxTotal + " (expected: >= maxEmojis)");
    }
  }
}
