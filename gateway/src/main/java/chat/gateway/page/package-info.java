/** A room's messages and events over REST, in pages. */
@NullMarked
package chat.gateway.page;

import org.jspecify.annotations.NullMarked;
