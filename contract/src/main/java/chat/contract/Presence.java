package chat.contract;

import java.util.List;

/**
 * Whether somebody is there, and in which rooms: the present state, which replaces any before.
 *
 * @param since since when the status holds; of who is offline, when they were last seen
 * @param at when the last change was, of the status or of the rooms. Both in milliseconds since the
 *     epoch UTC, by the clock of the store that all trackers share
 * @param rooms which their sessions have joined, in the order of their names; of more than {@value
 *     #MOST_ROOMS} only so many
 */
public record Presence(Author user, Status status, long since, long at, List<String> rooms) {

  /** The type of these records. */
  public static final String TYPE = "presence";

  /** The most rooms in one record: with names of 64 characters they take 270 kB. */
  public static final int MOST_ROOMS = 4_000;

  public Presence {
    rooms = List.copyOf(rooms);
  }
}
