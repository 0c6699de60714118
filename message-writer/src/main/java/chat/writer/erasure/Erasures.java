package chat.writer.erasure;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** The pending erasures. */
interface Erasures {

  /** The pending erasures of a shard. */
  CompletionStage<List<PendingErasure>> pending(int shard);

  /** Stores an erasure or its progress. */
  CompletionStage<Void> keep(PendingErasure erasure);

  /** Removes a finished erasure. */
  CompletionStage<Void> remove(PendingErasure erasure);
}
