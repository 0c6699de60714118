package chat.contract.log;

import java.time.Duration;
import java.util.List;

/**
 * A topic of the system, as the setup creates it.
 *
 * @param name fixed by the contract
 * @param retention how long records are kept; zero: compacted, which keeps the last record of each
 *     key
 */
public record Topic(String name, Duration retention) {

  /** Events of rooms, keyed by room. */
  public static final String MESSAGES = "chat.messages";

  /**
   * The resolved stream: the events of {@link #MESSAGES} as gateways show them, each once, with
   * {@code seq} and {@code prev}. Keyed by room; a room's partition is that of {@link #MESSAGES}.
   */
  public static final String EVENTS = "chat.events";

  /**
   * The redacted twin of {@link #EVENTS}: the same records in the same order and partitions, with
   * pseudonyms for users, rooms and ids, and without texts. Keyed by the room's pseudonym.
   */
  public static final String EVENTS_REDACTED = "chat.events.redacted";

  /** Typing and read markers, keyed by room. */
  public static final String SIGNALS = "chat.signals";

  /** Sessions that open, join, leave and close, keyed by user. */
  public static final String SESSIONS = "chat.sessions";

  /** Presence of users, keyed by user. */
  public static final String PRESENCE = "chat.presence";

  /** Events of accounts, keyed by user. */
  public static final String USERS = "chat.users";

  /** Events of uploaded files, keyed by file. */
  public static final String FILES = "chat.files";

  /** Unreadable records, with their original keys. */
  public static final String DEAD_LETTERS = "chat.dead-letters";

  /**
   * The time for which a compacted topic keeps every record. Much longer than the lifetime of an
   * access token: a gateway reads at its start which sign-ins have ended, whatever later events the
   * accounts had.
   */
  public static final Duration COMPACTION_LAG = Duration.ofDays(2);

  /** All topics of the system. */
  public static final List<Topic> ALL =
      List.of(
          new Topic(MESSAGES, Duration.ofDays(7)),
          new Topic(EVENTS, Duration.ofDays(7)),
          new Topic(EVENTS_REDACTED, Duration.ofDays(7)),
          new Topic(SIGNALS, Duration.ofHours(1)),
          new Topic(SESSIONS, Duration.ofDays(1)),
          new Topic(PRESENCE, Duration.ZERO),
          new Topic(USERS, Duration.ZERO),
          new Topic(FILES, Duration.ofDays(7)),
          new Topic(DEAD_LETTERS, Duration.ofDays(30)));

  /** Whether only the last record of each key is kept. */
  public boolean compacted() {
    return retention.isZero();
  }
}
