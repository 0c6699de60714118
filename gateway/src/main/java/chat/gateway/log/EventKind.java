package chat.gateway.log;

import chat.contract.Message;

/** Which events of a room somebody asks for. */
public enum EventKind {
  /** The lines of its history. */
  MESSAGE,
  /** The whole chain. */
  ANY;

  /** Whether events of that type are asked for. */
  public boolean includes(String type) {
    return this == ANY || type.equals(Message.TYPE);
  }
}
