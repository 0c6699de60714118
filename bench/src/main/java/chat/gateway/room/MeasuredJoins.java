package chat.gateway.room;

import chat.gateway.history.History;

/** Joins without a container around them; opened for benchmarks. */
public final class MeasuredJoins {

  private MeasuredJoins() {}

  /** Joins over a history. */
  public static Joins over(History history) {
    return new Joins(history);
  }
}
