package chat.gateway.history;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The deleted messages whose edits may still have their texts in the tables. */
interface TextsGoing {

  /**
   * Which of some messages are such. Asked for after their edits were read: a message stays one for
   * longer than that takes.
   *
   * @param targets the messages' places
   * @return those that are, each with the place of its deletion
   */
  CompletionStage<Map<Long, Long>> of(String room, Set<Long> targets);
}
