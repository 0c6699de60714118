package chat.gateway.account.signin;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The table of families, kept in memory. Threads may share it. */
public final class InMemoryFamilyTable implements FamilyTable {

  private final Map<String, Family> families = new HashMap<>();

  @Override
  public synchronized void add(Family family) {
    families.putIfAbsent(family.id(), family);
  }

  @Override
  public synchronized Optional<Family> find(String id) {
    return Optional.ofNullable(families.get(id));
  }

  @Override
  public synchronized Optional<Family> rotate(Family next, String presentHash) {
    find(next.id())
        .filter(family -> family.endedAt() == null && family.tokenHash().equals(presentHash))
        .ifPresent(family -> families.put(family.id(), next));
    return find(next.id());
  }

  @Override
  public synchronized void end(Family family, Instant now) {
    families.computeIfPresent(
        family.id(),
        (id, there) ->
            there.endedAt() != null
                ? there
                : new Family(
                    id,
                    there.userId(),
                    there.accountVersion(),
                    there.tokenHash(),
                    there.previousHash(),
                    there.rotatedAt(),
                    there.expiresAt(),
                    now));
  }
}
