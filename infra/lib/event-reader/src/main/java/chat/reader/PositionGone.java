package chat.reader;

/**
 * The events right after the wanted position are not in the topic: the retention removed them, or
 * the topic was deleted and created again. Reading from {@link #firstThere} accepts the hole. What
 * is missing is in the history: {@code GET /api/server/rooms/{room}/events}, {@code ./chat export}.
 */
public final class PositionGone extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient EventPositions first;

  PositionGone(String message, EventPositions first) {
    super(message);
    this.first = first;
  }

  /**
   * The wanted positions, moved to the first event that is there where theirs is gone.
   *
   * @return positions for {@link ReadFrom#positions}
   */
  public EventPositions firstThere() {
    return first;
  }
}
