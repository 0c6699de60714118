/**
 * Removes erased accounts from the events of rooms: reads the topic of accounts in a consumer group
 * of its own, and erases once the writers have reached the log end at that time.
 */
@NullMarked
package chat.writer.erasure;

import org.jspecify.annotations.NullMarked;
