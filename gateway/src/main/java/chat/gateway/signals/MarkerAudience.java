package chat.gateway.signals;

/** Those who are told of a read marker. */
public enum MarkerAudience {

  /** No one, because the user may not read the room any more. */
  NONE,

  /** The user's own devices. */
  OWN_DEVICES,

  /** The user's own devices and all others in the room. */
  ROOM
}
