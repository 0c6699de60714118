package chat.gateway.room;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** The message writer's tables of rooms and members, complete up to the watermark. */
public interface RoomStates {

  /** Loads a room; a room unknown to the tables is one that was never created. */
  CompletionStage<RoomState> load(String room);

  /** Loads a room without its members, bans and mutes. */
  CompletionStage<RoomState> describe(String room);

  /** The rooms of which a user is a member. */
  CompletionStage<List<String>> roomsOf(String user);

  /**
   * Public rooms whose name begins with a prefix, sorted by name.
   *
   * @param after the name after which to begin
   */
  CompletionStage<List<PublicRoom>> search(String prefix, String after, int limit);

  /** A public room in search results. */
  record PublicRoom(String room, String name, int memberCount) {}
}
