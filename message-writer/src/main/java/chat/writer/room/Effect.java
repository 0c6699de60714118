package chat.writer.room;

/**
 * A write that an event causes besides its own row. It carries a seq as its timestamp, as all
 * writes do. So effects may be written in any order and repeatedly, also by writers that have lost
 * their partition, and the last event in the log wins.
 */
public sealed interface Effect permits MessageEffect, RemovalEffect, RoomEffect {

  /** The timestamp of the write. */
  long seq();
}
