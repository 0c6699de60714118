/**
 * Load on whole systems: many sockets, senders that keep to their plan whatever comes back, and how
 * long what they sent took from the time it was to be sent.
 */
@NullMarked
package chat.bench.load;

import org.jspecify.annotations.NullMarked;
