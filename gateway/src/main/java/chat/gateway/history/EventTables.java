package chat.gateway.history;

import chat.gateway.log.LoggedEvent;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The tables that the writer fills. What they hold of a room is complete up to the watermark. */
interface EventTables {

  /**
   * The newest events of a room before a seq.
   *
   * @return at most {@code limit}, in log order
   */
  CompletionStage<List<LoggedEvent>> before(String room, long before, int limit);

  /**
   * The oldest events of a room after a seq, and before another.
   *
   * @return at most {@code limit}, in log order
   */
  CompletionStage<List<LoggedEvent>> between(String room, long after, long before, int limit);
}
