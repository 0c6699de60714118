package chat.writer.erasure;

import chat.writer.work.Step;
import chat.writer.work.Step.Left;
import chat.writer.work.Work;
import chat.writer.work.WorkQueue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** The erasures of the shards that this process owns. Thread-safe. */
final class ErasureShards {

  private final Erasures erasures;
  private final WorkQueue queue;
  private final BiFunction<PendingErasure, Consumer<Erasing>, Erasing> works;
  private final Map<Integer, Shard> shards = new HashMap<>();

  /**
   * Starts without shards.
   *
   * @param works creates the work of an erasure, which calls back when it is done
   */
  ErasureShards(
      Erasures erasures,
      WorkQueue queue,
      BiFunction<PendingErasure, Consumer<Erasing>, Erasing> works) {
    this.erasures = erasures;
    this.queue = queue;
    this.works = works;
  }

  /** Resumes the erasures recorded for a shard. */
  synchronized void open(int number) {
    Shard shard = new Shard(number);
    if (shards.putIfAbsent(number, shard) == null) {
      queue.add(shard);
    }
  }

  /** Releases a shard to another process. */
  synchronized void close(int number) {
    Shard shard = shards.remove(number);
    if (shard != null) {
      queue.remove(shard);
      shard.erasing.values().forEach(queue::remove);
    }
  }

  /** Starts a recorded erasure. */
  synchronized void begin(PendingErasure erasure) {
    Shard shard = shards.get(erasure.shard());
    if (shard != null && !shard.erasing.containsKey(erasure.user())) {
      Erasing erasing = works.apply(erasure, done -> end(shard, done));
      shard.erasing.put(erasure.user(), erasing);
      queue.add(erasing);
    }
  }

  private synchronized void end(Shard shard, Erasing done) {
    shard.erasing.remove(done.user(), done);
    queue.remove(done);
  }

  private synchronized void begin(Shard shard, List<PendingErasure> found) {
    if (shards.get(shard.number) == shard) {
      found.forEach(this::begin);
    }
  }

  /** A shard, and the work that finds the erasures recorded before this process owned it. */
  private final class Shard implements Work {
    final int number;
    final Map<String, Erasing> erasing = new HashMap<>();

    Shard(int number) {
      this.number = number;
    }

    @Override
    public Step next() {
      return new Step(
          erasures
              .pending(number)
              .thenApply(
                  found -> {
                    begin(this, found);
                    return Left.NOTHING;
                  }),
          () -> {});
    }

    @Override
    public String toString() {
      return "look for erasures of shard " + number;
    }
  }
}
