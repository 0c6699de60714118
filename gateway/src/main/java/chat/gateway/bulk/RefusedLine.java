package chat.gateway.bulk;

import chat.edge.problem.Refusal;

/**
 * A line of an import's answer: one that was refused.
 *
 * @param line its number, from 1
 */
record RefusedLine(long line, String code, String message) {

  static RefusedLine of(long line, Refusal refusal) {
    return new RefusedLine(line, refusal.code().word(), refusal.detail());
  }
}
