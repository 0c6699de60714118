package chat.writer.room;

import java.util.List;

/**
 * Rows that are written together.
 *
 * @param rows at least one, all of one bucket
 */
public record EventBatch(List<EventRow> rows) {

  public EventBatch {
    rows = List.copyOf(rows);
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("rows: none (expected: at least one)");
    }
  }
}
