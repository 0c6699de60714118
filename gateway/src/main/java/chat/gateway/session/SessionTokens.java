package chat.gateway.session;

import static chat.edge.problem.ProblemCode.UNAUTHENTICATED;

import chat.edge.problem.Refusal;
import chat.gateway.account.issuer.BearerTokens;
import chat.gateway.account.token.SignedIn;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks the tokens of one client without holding its thread; its later frames wait. */
final class SessionTokens {

  private final BearerTokens tokens;
  private final FrameTurns turns;
  private final SessionAnswers answers;

  SessionTokens(BearerTokens tokens, FrameTurns turns, SessionAnswers answers) {
    this.tokens = tokens;
    this.turns = turns;
    this.answers = answers;
  }

  /**
   * Goes on with the owner of a token: now if it is known, else on a thread of its issuer. The
   * owner is null if the token is not valid, or not of the user who is connected.
   */
  void whenVerified(
      @Nullable String ref,
      String token,
      @Nullable SignedIn present,
      Consumer<@Nullable SignedIn> next) {
    CompletableFuture<SignedIn> verified = tokens.verifyLater(token);
    if (verified.isDone()) {
      next.accept(owner(verified, present));
      return;
    }
    turns.pause();
    var unused =
        verified.whenComplete(
            (owner, error) -> {
              answers.orRefuse(ref, () -> next.accept(owner(verified, present)));
              turns.resume();
            });
  }

  private static @Nullable SignedIn owner(
      CompletableFuture<SignedIn> verified, @Nullable SignedIn present) {
    try {
      SignedIn owner = verified.join();
      return present == null || present.user().id().equals(owner.user().id()) ? owner : null;
    } catch (CompletionException e) {
      Refusal refusal = Refusal.from(e);
      if (refusal.code() != UNAUTHENTICATED) {
        throw refusal;
      }
      return null;
    }
  }
}
