package chat.gateway.message;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The tables of the ids of messages sent in the last days, up to the watermark. */
public interface MessageIds {

  /**
   * The last message with an id.
   *
   * @param digest of its content
   */
  record Entry(long seq, int digest) {}

  /** Looks an id up; empty if the tables do not have it. */
  CompletionStage<Optional<Entry>> find(String room, String sender, String id);

  /** The same, also for a message that was imported at any time. */
  default CompletionStage<Optional<Entry>> findEver(String room, String sender, String id) {
    return find(room, sender, id);
  }
}
