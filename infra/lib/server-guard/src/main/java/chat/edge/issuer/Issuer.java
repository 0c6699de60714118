package chat.edge.issuer;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * One issuer: verifies its tokens. A call may wait for the issuer's keys, so the calls of one
 * issuer are bounded: one that hangs takes no threads from the others. Safe for use by several
 * threads.
 */
public final class Issuer {

  private static final Duration RETRY = Duration.ofSeconds(5);

  /** Maximum number of calls at a time, a tenth of a server's threads at most. */
  public static final int CALLS = 20;

  /** Threads for tokens that sockets bring, whose own threads must not wait. */
  private static final int THREADS = 4;

  /** Tokens that wait for these threads: some megabytes at most. A further one is refused. */
  private static final int WAITING = 1000;

  private static final Duration IDLE = Duration.ofSeconds(30);

  private final IssuerSettings.Terms terms;
  private final JwtDecoder accessTokens;
  private final JwtDecoder logoutTokens;
  private final Semaphore calls = new Semaphore(CALLS);
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          IDLE.toSeconds(),
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Issuer::thread);

  Issuer(IssuerSettings.Terms terms, JWKSource<SecurityContext> keys, InstantSource clock) {
    this.terms = terms;
    TokenChecks checks = new TokenChecks(terms, keys, clock);
    this.accessTokens = checks.ofAccessTokens();
    this.logoutTokens = checks.ofLogoutTokens();
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Verifies an access token, then runs a task with it within the issuer's bound.
   *
   * @throws Refusal {@code UNAUTHENTICATED} if the token is not valid, {@code UNAVAILABLE} if the
   *     issuer's keys are not known or too many calls wait
   */
  public <T> T verify(String token, Function<IssuerToken, T> task) {
    return bounded(() -> task.apply(accessToken(decode(accessTokens, token, Issuers::invalid))));
  }

  /**
   * Verifies an access token and runs a task with it, as {@link #verify}, on a thread of this
   * issuer.
   *
   * @return fails with a refusal
   */
  public <T> CompletableFuture<T> verifyLater(String token, Function<IssuerToken, T> task) {
    try {
      return CompletableFuture.supplyAsync(() -> verify(token, task), threads);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(unavailable());
    }
  }

  /**
   * Verifies a logout token.
   *
   * @throws Refusal {@code INVALID_REQUEST} if the token is not valid, {@code UNAVAILABLE} as
   *     {@link #verify}
   */
  public LogoutToken verifyLogout(String token) {
    return bounded(() -> logoutToken(decode(logoutTokens, token, Issuer::noLogout)));
  }

  private <T> T bounded(Supplier<T> call) {
    if (!calls.tryAcquire()) {
      throw unavailable();
    }
    try {
      return call.get();
    } finally {
      calls.release();
    }
  }

  private static Jwt decode(JwtDecoder decoder, String token, Supplier<Refusal> invalid) {
    try {
      return decoder.decode(token);
    } catch (JwtException e) {
      if (e.getCause() instanceof KeySourceException) {
        throw unavailable();
      }
      throw invalid.get();
    }
  }

  private IssuerToken accessToken(Jwt token) {
    Instant issuedAt = Objects.requireNonNullElse(token.getIssuedAt(), Instant.EPOCH);
    return new IssuerToken(
        IssuerIds.user(terms.issuer(), Objects.requireNonNull(token.getSubject())),
        session(token),
        text(token, terms.usernameClaim()),
        text(token, terms.nameClaim()),
        text(token, terms.emailClaim()),
        issuedAt,
        Objects.requireNonNull(token.getExpiresAt()),
        token.getClaims().get("auth_time") instanceof Number seconds
            ? Instant.ofEpochSecond(seconds.longValue())
            : issuedAt);
  }

  private LogoutToken logoutToken(Jwt token) {
    String subject = text(token, "sub");
    return new LogoutToken(
        IssuerIds.logout(terms.issuer(), Objects.requireNonNull(token.getId())),
        subject == null ? null : IssuerIds.user(terms.issuer(), subject),
        session(token),
        Objects.requireNonNull(token.getIssuedAt()));
  }

  private @Nullable String session(Jwt token) {
    String session = text(token, "sid");
    return session == null ? null : IssuerIds.session(terms.issuer(), session);
  }

  private static @Nullable String text(Jwt token, String claim) {
    return TokenChecks.isText(token, claim) ? token.getClaimAsString(claim) : null;
  }

  private static Refusal noLogout() {
    return Refusal.ofField(
        ProblemCode.INVALID_REQUEST, "logout_token", "not a valid logout token of its issuer");
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "issuer-tokens");
    thread.setDaemon(true);
    return thread;
  }

  private static Refusal unavailable() {
    return Refusal.until(
        ProblemCode.UNAVAILABLE, "Tokens of this issuer can't be checked at present", RETRY);
  }
}
