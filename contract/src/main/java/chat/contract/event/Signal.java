package chat.contract.event;

import chat.contract.Author;

/**
 * A momentary event in a room, outside its log: it has no seq and no history, and absent users miss
 * it.
 */
public sealed interface Signal permits Typing, Read, Emission {

  /** The type, as in the JSON. */
  String type();

  /** The room. */
  String room();

  /** The user who causes it. */
  Author user();
}
