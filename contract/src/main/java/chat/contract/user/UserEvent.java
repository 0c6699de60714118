package chat.contract.user;

import chat.contract.log.Topic;
import org.jspecify.annotations.Nullable;

/**
 * An event of an account: the value of a record in {@link Topic#USERS}, keyed by the account's id.
 * Each event carries the account's full state, so the last one of a key is enough.
 */
public sealed interface UserEvent {

  /** The type, as in the JSON. */
  String type();

  /** The event's id, unique among all events. Readers drop a second event with the same id. */
  String id();

  /** The account's id. */
  String user();

  /** The time of the event, in milliseconds since the epoch UTC. */
  long at();

  /** An account was created. */
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

  /** A profile changed; the event has the new profile. */
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

  /** Sign-ins of a user ended: their access tokens and connections are no longer valid. */
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

  /** An account was erased: its user's data may not be shown and must be removed. */
  record Erased(String id, String user, long at) implements UserEvent {
    @Override
    public String type() {
      return "erased";
    }
  }

  /** The sign-ins that ended. */
  sealed interface Sessions {

    /** One sign-in. */
    record Family(String id) implements Sessions {}

    /**
     * All sign-ins before a version of the account, and all tokens that an issuer elsewhere issued
     * up to a time.
     *
     * @param kept a sign-in that stays valid
     * @param issuedBefore the time, in milliseconds since the epoch UTC; 0 for none
     */
    record Before(int version, @Nullable String kept, long issuedBefore) implements Sessions {

      /** All sign-ins of our own before a version of the account. */
      public Before(int version, @Nullable String kept) {
        this(version, kept, 0);
      }
    }
  }
}
