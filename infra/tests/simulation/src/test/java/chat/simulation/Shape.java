package chat.simulation;

import java.util.List;

/**
 * The sizes of one world: so small that every bound is reached within few steps.
 *
 * @param floods whether the log also gets so many records at once that the window forgets
 */
record Shape(
    int partitions,
    List<String> rooms,
    int clients,
    int tailRecords,
    int bucketEvents,
    int maxMissed,
    int outboundBytes,
    int shards,
    int trouble,
    int steps,
    boolean floods) {

  private static final List<String> ROOMS = List.of("dev", "ops", "general");

  /** Whether a few events exceed the bound of a client's queue. */
  boolean hasNarrowLines() {
    return outboundBytes < 1 << 20;
  }

  static Shape of(Dice dice, boolean floods) {
    return new Shape(
        dice.between(1, 2),
        ROOMS.subList(0, dice.between(1, 3)),
        dice.between(3, 5),
        dice.between(1, 12),
        dice.between(1, 6),
        dice.oneIn(3) ? 4 : 1000,
        dice.oneIn(3) ? 1500 : 1 << 20,
        dice.between(1, 2),
        dice.below(4),
        dice.between(100, 400),
        floods);
  }
}
