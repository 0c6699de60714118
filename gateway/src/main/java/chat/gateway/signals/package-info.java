/**
 * Signals that are not stored: typing and read markers. They reach all gateways through a topic of
 * their own, and from there the connections that are not behind.
 */
@NullMarked
package chat.gateway.signals;

import org.jspecify.annotations.NullMarked;
