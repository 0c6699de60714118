package chat.infra.prove.history;

/** The kinds of entries, with the meaning of an entry's columns. */
public enum Kind {
  /** A client sent the message {@code id}; {@code prev} is 1 for a repeated one. */
  SENT,
  /** The message {@code id} was acknowledged at {@code seq} by an ack. */
  ACKED,
  /** The message {@code id} came to its sender as the event {@code seq} before its ack. */
  CAME,
  /** A send of the message {@code id} was answered by an error after which it may be repeated. */
  DEFERRED,
  /** The message {@code id} was refused for good. */
  REFUSED,
  /** The {@code socket}-th socket of a client is connected. */
  CONNECTED,
  /** A socket ended; {@code seq} is the close code, 0 when the client left by itself. */
  CLOSED,
  /** A client gave up for good; {@code seq} is the close code. */
  ENDED,
  /**
   * A socket joined a room whose last event is {@code seq}. {@code prev} is the position after
   * which it asked, or -1; {@code id} is the number of events that follow, -1 if none were
   * announced, or -2 if the missed ones are not recovered.
   */
  JOINED,
  /** A socket was removed from a room, or was refused in it. */
  LEFT,
  /**
   * An event came by a socket; {@code id} is the message, 0 for other events, or {@link
   * MessageId#ALTERED}.
   */
  RECEIVED,
  /** A page came of {@code id} events after {@code seq}, which follow as entries. */
  PAGE,
  /** An event came in a page; columns as {@link #RECEIVED}. */
  PAGED,
  /** A client begins to show a room after {@code seq}. */
  STARTED,
  /** A client was told to drop all that it had of a room. */
  RESET,
  /** A client showed an event to its user; columns as {@link #RECEIVED}. */
  SHOWN,
  /** A user that may not read a room asked for it; {@code seq} is the status, 0 for no answer. */
  PROBED,
  /** A correct call about a room was answered by the status {@code seq}, which is none for it. */
  FAILED,
  /** An owner asks to add the user {@code client} to a room. */
  ADDING,
  /** All tries of an addition were refused; {@code seq} is the status. */
  NOT_ADDED,
  /** The read marker of the user {@code client} is acknowledged at {@code seq}. */
  MARKED,
  /**
   * The room list of the user {@code client}: marker {@code seq}, last event {@code prev}, {@code
   * id} unread messages.
   */
  UNREAD,
  /** An event of a room as the gateway {@code socket} has it in the end. */
  LOGGED,
  /** A logged event that changed the membership of the user {@code client}: {@code id} 1 or 0. */
  MEMBER,
  /** The log of a room was read to its end at the gateway {@code socket}: {@code id} events. */
  LOG_READ,
  /** The log of a room could not be read at the gateway {@code socket}. */
  LOG_UNREADABLE,
  /** The room list of the user {@code client} was read: {@code id} rooms. */
  LIST_READ,
  /** The room list or a marker of the user {@code client} could not be read or set. */
  LIST_UNREADABLE,
  /** The file {@code id} is sent. */
  UPLOADING,
  /** The file {@code id} was stored. */
  UPLOADED,
  /** The file {@code id} was read in the end; {@code seq} is 1 if it is the one that was sent. */
  FILE_READ,
  /** A client's own code failed, for example at a frame that it can't read. */
  CLIENT_FAILED,
  /** A part did not run again after the fault {@code id}, or the fault could not be made. */
  FAULT_FAILED,
  /** The fault {@code id} begins. */
  FAULT_BEGAN,
  /** By the fault {@code id} no message can be appended from now on. */
  LOG_STOPPED,
  /** The log may be written again. */
  LOG_REPAIRED,
  /** The fault {@code id} is over: the part runs again. */
  FAULT_ENDED,
  /** The load ends. */
  LOAD_ENDED
}
