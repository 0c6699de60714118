/**
 * Inboxes: the list of a user's rooms with what is new in them, and how it changes from then on.
 */
@NullMarked
package chat.gateway.inbox;

import org.jspecify.annotations.NullMarked;
