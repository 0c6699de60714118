/** REST: pages of a room's messages and events. */
@NullMarked
package chat.gateway.history.rest;

import org.jspecify.annotations.NullMarked;
