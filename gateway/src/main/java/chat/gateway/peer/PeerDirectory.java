package chat.gateway.peer;

import chat.edge.guard.Loop;
import chat.edge.guard.Outage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * The gateways that run, by name and address. Each announces itself in Redis every few seconds;
 * questions of operators are the only readers.
 */
public final class PeerDirectory extends Loop {

  private static final Logger LOG = LoggerFactory.getLogger(PeerDirectory.class);

  /** Sorted set: gateways by the end of their announcement. */
  private static final String KEY = "gateways";

  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration ANNOUNCED = Duration.ofSeconds(15);

  private final Peer here;
  private final StringRedisTemplate redis;
  private final RedisScript<?> script = RedisScript.of(text(), List.class);
  private final Outage outage =
      new Outage(
          LOG,
          "this gateway can't be announced to the others, trying again until it can: {}",
          "this gateway is announced to the others");

  /**
   * A gateway.
   *
   * @param gateway its name, which need not be unique
   */
  public record Peer(String gateway, URI address) {

    private String text() {
      return gateway + " " + address;
    }

    private static Stream<Peer> of(String text) {
      int blank = text.indexOf(' ');
      return blank < 0
          ? Stream.empty()
          : Stream.of(new Peer(text.substring(0, blank), URI.create(text.substring(blank + 1))));
    }
  }

  PeerDirectory(Peer here, StringRedisTemplate redis) {
    super("peer-directory", Duration.ZERO);
    this.here = here;
    this.redis = redis;
  }

  /** This gateway. */
  public Peer here() {
    return here;
  }

  /** All gateways, this one first; only this one if Redis does not answer. */
  public List<Peer> all() {
    List<Peer> peers = new ArrayList<>(List.of(here));
    try {
      call("").filter(peer -> !peer.equals(here)).forEach(peers::add);
    } catch (RuntimeException e) {
      LOG.warn("the other gateways are not known: {}", e.toString());
    }
    return peers;
  }

  /** Whether Redis tells which gateways there are. */
  public boolean isKnown() {
    try {
      var unused = call("");
      return true;
    } catch (RuntimeException e) {
      LOG.warn("the other gateways are not known: {}", e.toString());
      return false;
    }
  }

  @Override
  protected Duration round() {
    try {
      var unused = call(here.text());
      outage.over();
    } catch (RuntimeException e) {
      outage.failed(e);
    }
    return INTERVAL;
  }

  /** None, because only operators need this thread. */
  @Override
  public Stream<String> ended() {
    return Stream.empty();
  }

  private Stream<Peer> call(String name) {
    List<?> found =
        (List<?>)
            Objects.requireNonNull(
                redis.execute(script, List.of(KEY), name, Long.toString(ANNOUNCED.toMillis())));
    return found.stream().flatMap(text -> Peer.of(String.valueOf(text)));
  }

  private static String text() {
    try (InputStream file = PeerDirectory.class.getResourceAsStream("/peer/announce.lua")) {
      return new String(
          Objects.requireNonNull(file, "announce.lua").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
