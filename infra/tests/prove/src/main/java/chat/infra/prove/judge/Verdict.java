package chat.infra.prove.judge;

import java.util.List;

/**
 * What the judge says about a run.
 *
 * @param acknowledged number of acknowledged messages
 * @param shown number of events that clients showed
 * @param files number of files that were stored
 * @param unchecked number of events whose reader was about to be added to their private room
 * @param faults what clients noticed of each fault
 * @param seconds what happened in each second
 */
public record Verdict(
    Findings findings,
    long acknowledged,
    long shown,
    long files,
    long unchecked,
    List<FaultFigures> faults,
    List<Second> seconds) {

  public Verdict {
    faults = List.copyOf(faults);
    seconds = List.copyOf(seconds);
  }

  /**
   * What clients noticed of a fault, from its begin to the next one's; times in milliseconds.
   *
   * @param beganMillis since the run's begin
   * @param silence the longest time that each client showed nothing: p50, p99 and maximum of all
   * @param acks time from the first send to the ack
   * @param back time from a lost socket to the next joined room
   */
  public record FaultFigures(
      String name,
      long beganMillis,
      long endedMillis,
      Percentiles silence,
      Percentiles acks,
      Percentiles back) {}

  /**
   * One second of a run, in milliseconds.
   *
   * @param acks number of acks
   * @param ackP99 of the acks that came in it
   * @param silence the longest silence of a client that ended in it or goes on
   * @param connected clients with a socket at its end
   */
  public record Second(int acks, long ackP99, long silence, int connected) {}
}
