package chat.gateway.message;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The table of the ids of messages sent in the last days, up to the watermark. */
public interface MessageIds {

  /**
   * The first message with an id.
   *
   * @param digest of its content
   */
  record Entry(long seq, int digest) {}

  /** Looks an id up; empty if the table does not have it. */
  CompletionStage<Optional<Entry>> find(String room, String sender, String id);
}
