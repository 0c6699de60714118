package chat.contract;

import java.time.Duration;
import java.util.List;

/**
 * A topic of the system as it has to be made.
 *
 * @param name as the contract fixes it
 * @param retention how long records are kept; zero: compacted, the last record of a key for ever
 */
public record Topic(String name, Duration retention) {

  /** Every event of every room, keyed by room. */
  public static final String MESSAGES = "chat.messages";

  /** What passes in a room, typing and read markers, keyed by room. */
  public static final String SIGNALS = "chat.signals";

  /** Connections that open, join, leave and close, keyed by user. */
  public static final String SESSIONS = "chat.sessions";

  /** Who is online, keyed by user. */
  public static final String PRESENCE = "chat.presence";

  /** Accounts, keyed by user. */
  public static final String USERS = "chat.users";

  /** Uploaded files, keyed by file. */
  public static final String FILES = "chat.files";

  /** What a consumer could not read, keyed as it came. */
  public static final String DEAD_LETTERS = "chat.dead-letters";

  /**
   * How long a compacted topic keeps every record all the same. Much longer than an access token
   * can live: a gateway that starts reads which sign-ins ended meanwhile, whatever happened to the
   * same accounts since.
   */
  public static final Duration COMPACTION_LAG = Duration.ofDays(1);

  /** All topics of the system. */
  public static final List<Topic> ALL =
      List.of(
          new Topic(MESSAGES, Duration.ofDays(7)),
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
