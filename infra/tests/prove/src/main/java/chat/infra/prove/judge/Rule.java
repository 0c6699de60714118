package chat.infra.prove.judge;

/** The promises, by what breaks them. */
public enum Rule {
  LOST("an acknowledged message is not in the log"),
  DOUBLED("a message or an event came twice"),
  REORDERED("events came in another order"),
  GAP("an event was skipped"),
  DIFFERENT("two readers have different events at one position"),
  ALTERED("a message has another text or author than was sent"),
  UNRECOVERED("missed events were not replayed, though few were missed"),
  REFUSED_BUT_THERE("a refused message is in the log"),
  UNANSWERED("a message was neither acknowledged nor refused"),
  UNACKED("no ack came for a message that came as an event to the same socket"),
  FOREIGN("an event, or a room's existence, was shown to a user without the right"),
  FAILED("a correct call was answered by an error that is none for it"),
  UNREAD_WRONG("an unread count or a read marker is wrong"),
  RESET("a client was told to drop what it had"),
  REFUSED("a member's message was refused"),
  ENDED("a client was closed for good, or put out of a room"),
  UNJUDGED("a log, a room list or a client's record is missing, so that it could not be judged"),
  UNSAFE("a message was acknowledged while the log could not be written"),
  FILE_LOST("a file that was stored is missing or another one"),
  NO_FILE("files were sent, and none was stored"),
  GREW("a part holds more in the end than in the begin"),
  NOT_BACK("a part did not run again after a fault"),
  EMPTY("no message was acknowledged, or none was shown: the run shows nothing");

  private final String meaning;

  Rule(String meaning) {
    this.meaning = meaning;
  }

  /** What a finding of the rule says. */
  public String meaning() {
    return meaning;
  }
}
