package chat.simulation;

import chat.contract.log.Window;
import chat.simulation.SimulatedTables.Version;
import chat.writer.room.InMemoryRoomTables;
import chat.writer.room.LogPartition;
import chat.writer.room.PartitionWriter;
import chat.writer.room.SmallBuckets;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A writer of one partition, from its assignment on. It may continue after another writer has taken
 * over, like one that was paused for long, but its commits then don't count.
 */
final class SimulatedWriter {

  private final Host host;
  private final int partition;
  private final int generation;
  private final SimulatedLog log;
  private final Network network;
  private final Dice dice;
  private final Invariants invariants;
  private final Fault fault;
  private final PartitionWriter writer;
  private long position;
  private long committed;
  private boolean busy;
  private boolean removing;

  SimulatedWriter(
      Host host, int partition, World world, InMemoryRoomTables tables, int bucketEvents) {
    this.host = host;
    this.partition = partition;
    this.log = world.log();
    this.network = world.network();
    this.dice = world.dice();
    this.invariants = world.invariants();
    this.fault = world.fault();
    this.generation = log.takeOver(partition);
    this.committed = log.committed()[partition];
    this.position = fault == Fault.COLD_WINDOW ? committed : warmFrom(committed);
    this.writer =
        SmallBuckets.writer(
            new LogPartition(SimulatedLog.EPOCH, partition, log.epoch().partitions()),
            position,
            committed,
            SimulatedTables.written(tables, network, host, version(world)),
            bucketEvents);
  }

  /** During an update some writers have the version before. */
  private static Version version(World world) {
    return switch (world.fault()) {
      case UNINDEXED_MESSAGES -> Version.WITHOUT_INDEX;
      case MARKED_WITHOUT_REACTION -> Version.HASTY;
      case FORGOTTEN_REMOVALS -> Version.FORGETFUL;
      default -> world.dice().oneIn(6) ? Version.EARLIER : Version.PRESENT;
    };
  }

  private static long warmFrom(long storeFrom) {
    return Math.max(0, storeFrom - Window.WARM_UP);
  }

  Host host() {
    return host;
  }

  /** Whether the whole log is in the tables and committed, and all removals are done. */
  boolean isDone() {
    return !busy
        && committed == log.end(partition)
        && position == log.end(partition)
        && !writer.removals().isDue();
  }

  boolean isBusy() {
    return busy || removing;
  }

  /** Runs a step of the removals. */
  void remove() {
    if (!removing && host.isRunning() && writer.removals().isDue()) {
      removing = true;
      var unused = writer.removals().next().left().whenComplete((left, error) -> removing = false);
    }
  }

  /** Reads the next records and writes them. */
  void poll(int max) {
    if (busy || !host.isRunning()) {
      return;
    }
    // Records without a commit are given again.
    long from = dice.oneIn(6) ? Math.max(0, position - 3) : position;
    long to = Math.min(log.end(partition), from + max);
    for (long offset = from; offset < to; offset++) {
      writer.accept(log.raw(partition, offset));
    }
    position = Math.max(position, to);
    if (fault == Fault.COMMIT_BEFORE_WRITE) {
      var unused = commit(position);
    }
    busy = true;
    CompletionStage<PartitionWriter.Stored> store = writer.store();
    store.whenComplete((stored, error) -> stored(error));
  }

  private void stored(@Nullable Throwable error) {
    if (error != null) {
      position = Math.min(position, Math.min(committed, writer.resumeAt()));
      busy = false;
    } else if (writer.stored() > committed) {
      commit(writer.stored()).whenComplete((done, failure) -> busy = false);
    } else {
      busy = false;
    }
  }

  private CompletionStage<Void> commit(long offset) {
    return network
        .call(host, "commit " + offset, () -> commitAtServer(offset))
        .thenAccept(
            counts -> {
              if (counts) {
                committed = Math.max(committed, offset);
              }
            });
  }

  private boolean commitAtServer(long offset) {
    boolean counts = log.commit(partition, generation, offset);
    if (counts) {
      invariants.committed(partition, offset);
    }
    return counts;
  }
}
