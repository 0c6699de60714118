package chat.presence.tracking;

import chat.contract.Presence;

/** What a tracker does with the log: both topics have the same partitions. */
public interface TrackedLog {

  /** Session events are read from there on. */
  void readSessionsFrom(int partition, long offset);

  /** Presence records are read from there on. */
  void readPresenceFrom(int partition, long offset);

  /** Session events wait, or go on. */
  void pauseSessions(int partition, boolean paused);

  /** What the log of session events holds. */
  Offsets sessions(int partition);

  /** What the presence topic holds. */
  Offsets presence(int partition);

  /** Publishes what holds. May fail unnoticed: what is not read back is published again. */
  void publish(Presence presence);
}
