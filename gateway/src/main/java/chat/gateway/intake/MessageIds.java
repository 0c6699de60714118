package chat.gateway.intake;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The table of the ids under which messages were sent in the last days, up to the watermark. */
interface MessageIds {

  /**
   * Where the first message of an id stands.
   *
   * @param digest of what it says
   */
  record Place(long seq, int digest) {}

  /** Looks an id up; empty if the table doesn't know it. */
  CompletionStage<Optional<Place>> find(String room, String sender, String id);
}
