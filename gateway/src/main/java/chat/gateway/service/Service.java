package chat.gateway.service;

import chat.contract.Author;
import java.security.Principal;
import java.util.Set;

/**
 * A service that was authenticated by its key.
 *
 * @param name the same for all keys of the service
 * @param scopes those of the key that it used
 */
public record Service(String name, Set<Scope> scopes) implements Principal {

  public Service {
    scopes = Set.copyOf(scopes);
  }

  @Override
  public String getName() {
    return name;
  }

  /** Whether the key allows something. */
  public boolean has(Scope scope) {
    return scopes.contains(scope);
  }

  /** The author of what the service does in its own name. No user has such an id. */
  public Author author() {
    return Author.ofService(name);
  }
}
