package chat.contract.event;

import chat.contract.ApplicationData;
import chat.contract.Author;

/**
 * An event of the application for those who have joined a room at that time. It looks like an
 * {@link EmittedEvent} without a place in the log.
 *
 * @param name the kind of event, chosen by the application
 * @param data of the application
 * @param at when a gateway accepted it, in milliseconds since the epoch UTC
 */
public record Emission(String room, Author user, String name, ApplicationData data, long at)
    implements Signal {

  /** The type of these signals. */
  public static final String TYPE = EmittedEvent.TYPE;

  public Emission {
    Expect.room(room);
    Expect.eventName(name);
    Expect.data(data);
  }

  @Override
  public String type() {
    return TYPE;
  }
}
