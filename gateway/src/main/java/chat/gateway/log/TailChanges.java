package chat.gateway.log;

import java.util.List;

/**
 * What a tail says of the changes of a room's messages that may not be in the tables.
 *
 * @param start the offset from which on the tail holds every event
 * @param end the offset of the record to come
 * @param kept the changes that the tail has, in log order, if the tables do not have all before it;
 *     none otherwise
 */
public record TailChanges(long start, long end, List<LoggedEvent> kept) {}
