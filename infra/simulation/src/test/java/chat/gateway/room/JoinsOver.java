package chat.gateway.room;

import chat.gateway.history.History;

/** Joins for tests of other packages. */
public final class JoinsOver {

  private JoinsOver() {}

  public static Joins history(History history) {
    return new Joins(history);
  }
}
