/**
 * Account events: each gateway appends them to the users' topic and reads all of it, so that all
 * gateways learn within a moment which sign-ins have ended.
 */
@NullMarked
package chat.gateway.account.events;

import org.jspecify.annotations.NullMarked;
