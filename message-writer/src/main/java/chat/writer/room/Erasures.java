package chat.writer.room;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** The erasures that are not done yet. */
public interface Erasures {

  /** Those of a shard. */
  CompletionStage<List<PendingErasure>> pending(int shard);

  /** Keeps one, or how far it has come. */
  CompletionStage<Void> keep(PendingErasure erasure);

  /** Ends one. */
  CompletionStage<Void> remove(PendingErasure erasure);
}
