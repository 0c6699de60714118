package chat.writer.room;

/**
 * A write that an event causes beside its own row. It carries a seq as its timestamp, as all writes
 * do: so effects may be written in any order and any number of times, by writers that have lost
 * their partition too, and what the log says last stays.
 */
public sealed interface Effect permits MessageEffect, RemovalEffect, RoomEffect {

  /** The timestamp that it is written with. */
  long seq();
}
