package chat.gateway.log;

import java.util.List;

/**
 * The changes of a room's messages that the tables may lack.
 *
 * @param start the offset from which the tail holds every event
 * @param end the offset of the next record
 * @param kept the changes in the tail, in log order, if the tables lack events before the tail;
 *     else none
 */
public record TailChanges(long start, long end, List<LoggedEvent> kept) {}
