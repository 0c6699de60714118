/**
 * Load on whole systems: many sockets, senders with a fixed schedule, and the latency of messages
 * from the time when they were due.
 */
@NullMarked
package chat.bench.load;

import org.jspecify.annotations.NullMarked;
