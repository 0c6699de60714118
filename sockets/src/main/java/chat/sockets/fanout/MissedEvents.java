package chat.sockets.fanout;

import java.util.List;

/** Events of a room that one client missed, in order, before frames are made of them. */
public interface MissedEvents {

  /** The number of events. */
  int count();

  /** The bytes of all events, without what is added for one reader. */
  long bytes();

  /** Makes the frames; each call makes new ones. */
  List<Frame> frames();
}
