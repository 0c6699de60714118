/**
 * The webhooks of services: defines them in a table, from which the senders take them, and shows
 * how far each is.
 */
@NullMarked
package chat.gateway.webhook;

import org.jspecify.annotations.NullMarked;
