package chat.infra.prove.history;

/**
 * One thing that happened. What the columns mean depends on the kind.
 *
 * @param micros time since the run's begin
 * @param client index of the client, or of the user
 * @param socket number of the client's socket
 * @param room index of the room
 */
public record Entry(
    long micros, Kind kind, int client, int socket, int room, long seq, long prev, long id) {

  /** The same at another time. */
  public Entry at(long time) {
    return new Entry(time, kind, client, socket, room, seq, prev, id);
  }
}
