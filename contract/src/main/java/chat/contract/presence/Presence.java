package chat.contract.presence;

import chat.contract.Author;
import java.util.List;

/**
 * The presence of a user: whether they are online, and in which rooms. A later state replaces an
 * earlier one.
 *
 * @param since start of the status; for offline users the time when they were last seen
 * @param at time of the last change of the status or the rooms. Both times are in milliseconds
 *     since the epoch UTC, by the clock of the store that all trackers share
 * @param rooms the rooms that the user's sessions have joined, ordered by name; at most {@value
 *     #MOST_ROOMS}
 */
public record Presence(Author user, Status status, long since, long at, List<String> rooms) {

  /** The type of these records. */
  public static final String TYPE = "presence";

  /** The maximum number of rooms in one record: with names of 64 characters they take 270 kB. */
  public static final int MOST_ROOMS = 4_000;

  public Presence {
    rooms = List.copyOf(rooms);
  }
}
