package chat.infra.prove.judge;

import chat.infra.prove.history.Cast;
import chat.infra.prove.history.Entry;
import chat.infra.prove.history.MessageId;

/** Members who do nothing wrong are neither sent away nor put out of a room, nor refused there. */
final class EndCheck implements Check {

  private final Cast cast;
  private final Findings findings;

  EndCheck(Cast cast, Findings findings) {
    this.cast = cast;
    this.findings = findings;
  }

  @Override
  public void accept(Entry entry) {
    switch (entry.kind()) {
      case ENDED ->
          findings.add(Rule.ENDED, "client %d with %d".formatted(entry.client(), entry.seq()));
      case LEFT -> {
        if (isMember(entry)) {
          findings.add(Rule.ENDED, "client %d in room %d".formatted(entry.client(), entry.room()));
        }
      }
      case REFUSED -> {
        if (isMember(entry)) {
          findings.add(
              Rule.REFUSED, "%s in room %d".formatted(MessageId.text(entry.id()), entry.room()));
        }
      }
      case CLIENT_FAILED -> findings.add(Rule.UNJUDGED, "a client that failed");
      case LIST_UNREADABLE ->
          findings.add(Rule.UNJUDGED, "the room list of user %d".formatted(entry.client()));
      case FAULT_FAILED ->
          findings.add(Rule.NOT_BACK, "fault %d of the run".formatted(entry.id() + 1));
      default -> {}
    }
  }

  private boolean isMember(Entry entry) {
    int user = cast.userOf().get(entry.client());
    return cast.rooms().get(entry.room()).members().contains(user);
  }
}
