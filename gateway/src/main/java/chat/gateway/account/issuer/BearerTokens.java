package chat.gateway.account.issuer;

import chat.edge.bearer.MintedSignIn;
import chat.edge.issuer.Issuer;
import chat.edge.issuer.IssuerToken;
import chat.edge.issuer.Issuers;
import chat.edge.problem.Refusal;
import chat.gateway.account.Account;
import chat.gateway.account.token.AccessTokens;
import chat.gateway.account.token.SignedIn;
import chat.sockets.fanout.SignIn;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Finds the owner of any access token, ours or an issuer's. Remembers the tokens of issuers that
 * were verified, for less time than their keys. Safe for use by several threads.
 */
public final class BearerTokens {

  private static final long REMEMBERED_BYTES = 16L * 1024 * 1024;

  private final boolean local;
  private final AccessTokens ours;
  private final Issuers issuers;
  private final Function<IssuerToken, Account> accounts;
  private final IssuerLogouts logouts;
  private final Cache<String, SignedIn> verified;

  /**
   * Tokens of all issuers.
   *
   * @param local whether our own are good
   * @param accounts finds or makes the account of an issuer's token
   * @param remembered how long a verified token of an issuer is not verified again
   */
  BearerTokens(
      boolean local,
      AccessTokens ours,
      Issuers issuers,
      Function<IssuerToken, Account> accounts,
      IssuerLogouts logouts,
      Duration remembered) {
    this.local = local;
    this.ours = ours;
    this.issuers = issuers;
    this.accounts = accounts;
    this.logouts = logouts;
    this.verified =
        Caffeine.newBuilder()
            .expireAfterWrite(remembered)
            .maximumWeight(REMEMBERED_BYTES)
            .weigher((String token, SignedIn owner) -> token.length())
            .build();
  }

  /**
   * Finds the owner of a token. May wait for the issuer's keys and for the tables.
   *
   * @throws Refusal {@code UNAUTHENTICATED} if it is not valid, {@code UNAVAILABLE} if that is not
   *     known at present
   */
  public SignedIn verify(String token) {
    SignedIn known = verified.getIfPresent(token);
    if (known != null) {
      return stillGood(known);
    }
    Optional<Issuer> issuer = issuers.of(token);
    return issuer.isPresent()
        ? issuer.get().verify(token, said -> remember(token, said))
        : ofOurs(token);
  }

  /**
   * Finds the owner of a token, as {@link #verify}, without blocking. Completed at once for a known
   * token and for our own.
   */
  public CompletableFuture<SignedIn> verifyLater(String token) {
    try {
      SignedIn known = verified.getIfPresent(token);
      if (known != null) {
        return CompletableFuture.completedFuture(stillGood(known));
      }
      Optional<Issuer> issuer = issuers.of(token);
      return issuer.isPresent()
          ? issuer.get().verifyLater(token, said -> remember(token, said))
          : CompletableFuture.completedFuture(ofOurs(token));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Whether a sign-in ended after its token was verified. */
  public boolean isRevoked(SignedIn signedIn) {
    return ours.isRevoked(signedIn);
  }

  private SignedIn ofOurs(String token) {
    SignedIn owner = ours.verify(token);
    if (!local && !MintedSignIn.is(owner.signIn().family())) {
      throw AccessTokens.invalid();
    }
    return owner;
  }

  private SignedIn remember(String token, IssuerToken said) {
    SignedIn owner = stillGood(owner(said));
    verified.put(token, owner);
    return owner;
  }

  private SignedIn owner(IssuerToken token) {
    String session = token.session();
    if (session != null && logouts.isEnded(session, token.user(), token.expiresAt())) {
      throw AccessTokens.invalid();
    }
    Account account = accounts.apply(token);
    if (!account.allows(token.issuedAt()) || hasEnded(token)) {
      throw AccessTokens.invalid();
    }
    String signIn = Objects.requireNonNullElse(session, token.user());
    return new SignedIn(
        account.author(),
        new SignIn(signIn, account.version(), token.issuedAt().toEpochMilli()),
        token.expiresAt(),
        token.authenticatedAt());
  }

  /** Whether the subject's tokens ended before it had an account. */
  private boolean hasEnded(IssuerToken token) {
    return logouts.endOf(token.user()).filter(end -> !token.issuedAt().isAfter(end)).isPresent();
  }

  private SignedIn stillGood(SignedIn owner) {
    ours.require(owner);
    return owner;
  }
}
