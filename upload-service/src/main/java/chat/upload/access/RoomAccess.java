package chat.upload.access;

/** Who may read which room. */
public interface RoomAccess {

  /** How a user stands to a room. */
  enum Standing {
    /** May read it, and so what is in it. */
    READER,
    /** Is not told that it is there, or it is no longer there. */
    STRANGER,
    /** Is banned from a public room. */
    BANNED,
    /** Nobody made it yet, or that is not known yet: nobody reads it, who sends first makes it. */
    NOT_MADE
  }

  /** How a user stands to a room at present. */
  Standing standing(String room, String user);
}
