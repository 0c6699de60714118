package chat.presence.tracking;

import chat.contract.presence.Presence;

/** A tracker's access to the log; both topics have the same partitions. */
public interface TrackedLog {

  /** Sets the next session event to read. */
  void readSessionsFrom(int partition, long offset);

  /** Sets the next presence record to read. */
  void readPresenceFrom(int partition, long offset);

  /** Pauses or resumes the reading of session events. */
  void pauseSessions(int partition, boolean paused);

  /** The offsets of the session events. */
  Offsets sessions(int partition);

  /** The offsets of the presence topic. */
  Offsets presence(int partition);

  /**
   * Publishes a presence. May fail unnoticed: a record that is not read back is published again.
   */
  void publish(Presence presence);
}
