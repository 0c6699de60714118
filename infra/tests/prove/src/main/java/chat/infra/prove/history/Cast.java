package chat.infra.prove.history;

import java.util.List;
import java.util.Set;

/**
 * The users, clients and rooms of a run.
 *
 * @param users number of users
 * @param userOf the user of each client
 * @param rooms the rooms
 */
public record Cast(int users, List<Integer> userOf, List<Room> rooms) {

  /**
   * A room.
   *
   * @param isPrivate whether only members may read it
   * @param members the users that are members all the time
   */
  public record Room(String name, boolean isPrivate, Set<Integer> members) {
    public Room {
      members = Set.copyOf(members);
    }
  }

  public Cast {
    userOf = List.copyOf(userOf);
    rooms = List.copyOf(rooms);
  }
}
