package chat.presence.tracking;

import chat.contract.presence.Presence;
import chat.contract.presence.PresenceKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/** A script of the store, prefixed with the common functions. */
final class Script {

  private static final String MOST_ROOMS = "local most_rooms = " + Presence.MOST_ROOMS + "\n";

  private final StringRedisTemplate redis;
  private final RedisScript<?> script;

  Script(StringRedisTemplate redis, String name) {
    this.redis = redis;
    this.script = RedisScript.of(MOST_ROOMS + text("common") + text(name), List.class);
  }

  /** Runs the script on the data behind some keys. */
  Answer run(PresenceKeys keys, List<String> arguments) {
    return new Answer(redis.execute(script, keys.declared(), arguments.toArray()));
  }

  private static String text(String name) {
    try (InputStream file = Script.class.getResourceAsStream("/presence/" + name + ".lua")) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
