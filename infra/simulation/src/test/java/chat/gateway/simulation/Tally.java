package chat.gateway.simulation;

/** How much happened: a simulation in which nothing does finds nothing. */
final class Tally {

  private long acks;
  private long replayed;
  private long read;

  void acked() {
    acks++;
  }

  void replayed(int events) {
    replayed += events;
  }

  void read(int events) {
    read += events;
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
