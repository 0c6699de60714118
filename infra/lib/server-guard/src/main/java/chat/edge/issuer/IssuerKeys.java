package chat.edge.issuer;

import chat.edge.guard.Outage;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an issuer's keys from the address that is set, or that its metadata name. Nimbus caches
 * them and keeps them while the issuer does not answer; this class bounds how often the issuer is
 * called. Safe for use by several threads.
 */
final class IssuerKeys implements JWKSetSource<SecurityContext> {

  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

  /** Time between two calls until the issuer has answered once. */
  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);

  private final IssuerSettings.Terms terms;
  private final IssuerHttp http;
  private final Duration interval;
  private final InstantSource clock;
  private final Outage outage;
  private boolean known; // guarded by this
  private long nextCall; // guarded by this

  private IssuerKeys(
      IssuerSettings.Terms terms, IssuerHttp http, Times times, InstantSource clock) {
    this.terms = terms;
    this.http = http;
    this.interval = times.unknownKey();
    this.clock = clock;
    this.outage =
        new Outage(
            LOG,
            "issuer %s does not give its keys: {}".formatted(terms.issuer()),
            "issuer %s gives its keys again".formatted(terms.issuer()));
  }

  /**
   * How long keys last.
   *
   * @param unknownKey shortest time between two calls because of unknown keys
   * @param lifetime time after which the keys are read again
   * @param outage time for which the last keys are good while the issuer does not answer
   * @param answer longest wait for an answer of the issuer
   */
  record Times(Duration unknownKey, Duration lifetime, Duration outage, Duration answer) {

    /** In production. */
    static Times usual() {
      return new Times(
          Duration.ofSeconds(30),
          Duration.ofMinutes(10),
          Duration.ofHours(24),
          Duration.ofSeconds(3));
    }

    /** The longest wait for keys: for the metadata, then for the keys. */
    Duration longest() {
      return answer.multipliedBy(2);
    }
  }

  /**
   * The cached keys of an issuer, which a thread of its own reads again before they are too old.
   */
  static JWKSource<SecurityContext> cached(
      IssuerSettings.Terms terms, IssuerHttp http, Times times, InstantSource clock) {
    ScheduledExecutorService refresher = Executors.newScheduledThreadPool(1, IssuerKeys::thread);
    return JWKSourceBuilder.create(new IssuerKeys(terms, http, times, clock))
        .cache(times.lifetime().toMillis(), times.longest().toMillis())
        .refreshAheadCache(
            times.lifetime().dividedBy(20).toMillis(), null, refresher, true, refresher, true)
        .rateLimited(false)
        .outageTolerant(times.outage().toMillis())
        .build();
  }

  @Override
  public JWKSet getJWKSet(
      JWKSetCacheRefreshEvaluator refresh, long now, @Nullable SecurityContext context)
      throws KeySourceException {
    begin();
    try {
      JWKSet keys = JWKSet.parse(http.read(address()));
      answered();
      outage.over();
      return keys;
    } catch (IOException | ParseException | IllegalArgumentException e) {
      failed();
      outage.failed(e);
      throw new JWKSetUnavailableException("no keys of " + terms.issuer(), e);
    }
  }

  private synchronized void begin() throws JWKSetUnavailableException {
    if (clock.millis() < nextCall) {
      throw new JWKSetUnavailableException(terms.issuer() + " was called a moment ago");
    }
    pause();
  }

  private synchronized void failed() {
    pause();
  }

  private void pause() {
    nextCall = clock.millis() + (known ? interval : FIRST_RETRY).toMillis();
  }

  /** The first keys may be followed at once by a call for an unknown one. */
  private synchronized void answered() {
    if (!known) {
      known = true;
      nextCall = 0;
    }
  }

  private URI address() throws IOException, ParseException {
    URI set = terms.jwksUri();
    if (set != null) {
      return set;
    }
    String issuer = terms.issuer();
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    var metadata =
        JSONObjectUtils.parse(http.read(URI.create(base + "/.well-known/openid-configuration")));
    if (!issuer.equals(JSONObjectUtils.getString(metadata, "issuer"))) {
      throw new IOException("the metadata at " + base + " are those of another issuer");
    }
    URI address = JSONObjectUtils.getURI(metadata, "jwks_uri");
    if (address == null) {
      throw new IOException("the metadata of " + issuer + " name no jwks_uri");
    }
    return address;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "issuer-keys");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {}
}
