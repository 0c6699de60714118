package chat.gateway.inbox;

import chat.gateway.history.History;
import chat.gateway.inbox.RoomLists.Listed;
import chat.gateway.log.LoggedEvent;
import chat.gateway.room.RoomActivity.Last;
import chat.gateway.room.RoomState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page of a list of rooms that is being put together. */
final class PageDraft {

  /** A page whose last messages have more bytes ends early: it has to fit into a socket's queue. */
  private static final int MAX_BYTES = 256 * 1024;

  /**
   * A room of the page.
   *
   * @param behind the cursor after it; null if it is on no page
   */
  record Found(RoomState state, Last last, @Nullable ListCursor behind) {}

  final List<Found> found = new ArrayList<>();

  private final Map<String, Long> upTo;
  private final List<RoomNews> complete = new ArrayList<>();
  private long bytes;

  /**
   * An empty page.
   *
   * @param upTo by room the position up to which the page shows its events; none: to the end
   */
  PageDraft(Map<String, Long> upTo) {
    this.upTo = upTo;
  }

  long upTo(String room) {
    return upTo.getOrDefault(room, History.END - 1);
  }

  /** The number of rooms that are complete. */
  int size() {
    return complete.size();
  }

  /** Adds the next room with its last message. Returns false if that does not fit. */
  boolean add(RoomNews room) {
    LoggedEvent message = room.news().message();
    bytes += message == null ? 0 : message.value().length;
    return (complete.isEmpty() || bytes <= MAX_BYTES) && complete.add(room);
  }

  /** The page, if all rooms fitted. */
  Listed whole(@Nullable String next) {
    return new Listed(complete, next);
  }

  /** The page that ends after the rooms that fitted. */
  Listed part() {
    String last = complete.get(complete.size() - 1).room();
    ListCursor behind =
        found.stream()
            .filter(one -> one.state.room().equals(last))
            .findFirst()
            .map(Found::behind)
            .orElseThrow();
    return new Listed(complete, behind.text());
  }
}
