package chat.gateway.room;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** The tables that the writer keeps of rooms and their members, up to the watermark. */
public interface RoomStates {

  /** A room; one that was not made if the tables don't know it. */
  CompletionStage<RoomState> load(String room);

  /** A room without its members, bans and mutes. */
  CompletionStage<RoomState> describe(String room);

  /** The rooms that somebody belongs to. */
  CompletionStage<List<String>> roomsOf(String user);

  /**
   * Public rooms whose name begins with a prefix, in order of their names.
   *
   * @param after a name; those after it are asked for
   */
  CompletionStage<List<PublicRoom>> search(String prefix, String after, int limit);

  /** A public room as it is found. */
  record PublicRoom(String room, String name, int memberCount) {}
}
