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

  @Override
  public synchronized boolean isEnded(String session, String user, Instant tokenExpiresAt) {
    users.put(session, user);
    return ended.containsKey(session);
  }

  @Override
  public synchronized Optional<String> end(String id, Instant at) {
    ended.put(id, at);
    return Optional.ofNullable(users.get(id));
  }

  @Override
  public synchronized Optional<Instant> endOf(String id) {
    return Optional.ofNullable(ended.get(id));
  }

  @Override
  public synchronized boolean add(String logout) {
    return used.add(logout);
  }

  @Override
  public synchronized void remove(String logout) {
    used.remove(logout);
  }
}
