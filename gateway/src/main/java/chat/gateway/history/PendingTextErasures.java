package chat.gateway.history;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The deleted messages whose edits may still have their texts in the tables. */
public interface PendingTextErasures {

  /**
   * Finds such messages among some. To be called after their edits were read: a message stays
   * listed for longer than that takes.
   *
   * @param targets the messages' seqs
   * @return those found, each with the seq of its deletion
   */
  CompletionStage<Map<Long, Long>> of(String room, Set<Long> targets);
}
