package chat.contract;

import org.jspecify.annotations.Nullable;

/**
 * What happened to an account: the value of a record in {@link Topic#USERS}, keyed by the account's
 * id. Each says all that is known of the user by then, so that of many the last one is enough.
 */
public sealed interface UserEvent {

  /** What happened, as its JSON says. */
  String type();

  /** Unique among all; who finds one twice has found the same thing twice. */
  String id();

  /** The account's id. */
  String user();

  /** When it happened, in milliseconds since the epoch UTC. */
  long at();

  /** Somebody made an account. */
  record Registered(String id, Profile profile, long at) implements UserEvent {
    @Override
    public String type() {
      return "registered";
    }

    @Override
    public String user() {
      return profile.id();
    }
  }

  /** A profile changed; it says how it is now. */
  record Changed(String id, Profile profile, long at) implements UserEvent {
    @Override
    public String type() {
      return "changed";
    }

    @Override
    public String user() {
      return profile.id();
    }
  }

  /** Sign-ins of a user ended: their access tokens are no longer good, nor their sockets. */
  record Revoked(String id, Profile profile, Sessions sessions, long at) implements UserEvent {
    @Override
    public String type() {
      return "revoked";
    }

    @Override
    public String user() {
      return profile.id();
    }
  }

  /**
   * An account is gone: nothing may be shown, nor kept longer than needed, of what its user was.
   */
  record Erased(String id, String user, long at) implements UserEvent {
    @Override
    public String type() {
      return "erased";
    }
  }

  /** Which sign-ins ended. */
  sealed interface Sessions {

    /** One of them. */
    record Family(String id) implements Sessions {}

    /**
     * All that began before a version of the account.
     *
     * @param kept one of them that goes on all the same
     */
    record Before(int version, @Nullable String kept) implements Sessions {}
  }
}
