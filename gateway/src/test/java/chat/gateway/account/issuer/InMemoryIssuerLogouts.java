package chat.gateway.account.issuer;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sessions and logout tokens, kept in memory. Threads may share it. */
public final class InMemoryIssuerLogouts implements IssuerLogouts {

  private final Map<String, String> users = new HashMap<>();
  private final Map<String, Instant> ended = new HashMap<>();
  private final Set<String> used = new HashSet<>();
  private boolean isBroken;

  /** Makes the ends of sessions fail from now on, or not. */
  synchronized void breakEnds(boolean broken) {
    isBroken = broken;
  }

  @Override
  public synchronized boolean isEnded(String session, String user, Instant tokenExpiresAt) {
    users.put(session, user);
    return ended.containsKey(session);
  }

  @Override
  public synchronized Optional<String> end(String id, Instant at) {
    if (isBroken) {
      throw new IllegalStateException("planted");
    }
    ended.put(id, at);
    return Optional.ofNullable(users.get(id));
  }

  @Override
  public synchronized Optional<Instant> endOf(String id) {
    return Optional.ofNullable(ended.get(id));
  }

  @Override
  public synchronized boolean isUsed(String logout) {
    return used.contains(logout);
  }

  @Override
  public synchronized boolean use(String logout) {
    return used.add(logout);
  }
}
