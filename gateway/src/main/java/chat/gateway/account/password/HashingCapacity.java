package chat.gateway.account.password;

import org.springframework.stereotype.Component;

/** Tells how many calls may hash a password or wait to, before further ones are refused. */
@Component
public final class HashingCapacity {

  private final int calls;

  HashingCapacity(PasswordSettings settings) {
    this.calls = settings.poolSize() + settings.queue();
  }

  /** Maximum number of calls that hash or wait. */
  public int calls() {
    return calls;
  }
}
