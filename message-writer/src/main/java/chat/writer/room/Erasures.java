package chat.writer.room;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** The pending erasures. */
public interface Erasures {

  /** The pending erasures of a shard. */
  CompletionStage<List<PendingErasure>> pending(int shard);

  /** Stores an erasure or its progress. */
  CompletionStage<Void> keep(PendingErasure erasure);

  /** Removes a finished erasure. */
  CompletionStage<Void> remove(PendingErasure erasure);
}
