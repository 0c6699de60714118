package chat.simulation;

/** Counts events: a simulation in which nothing happens finds nothing. */
final class Tally {

  private long acks;
  private long replayed;
  private long read;
  private long changes;
  private long putOut;

  void acked() {
    acks++;
  }

  void replayed(int events) {
    replayed += events;
  }

  void read(int events) {
    read += events;
  }

  void changed() {
    changes++;
  }

  void putOut() {
    putOut++;
  }

  long changes() {
    return changes;
  }

  long timesPutOut() {
    return putOut;
  }

  long acks() {
    return acks;
  }

  long replayed() {
    return replayed;
  }

  long read() {
    return read;
  }
}
