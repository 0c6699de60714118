package chat.contract;

/**
 * Something of the moment that passes in a room, outside its log: it has no place, is kept for no
 * history, and who isn't there misses it.
 */
public sealed interface Signal permits Typing, Read {

  /** What the signal is, as its JSON says. */
  String type();

  /** Where it happens. */
  String room();

  /** Who does it. */
  Author user();
}
