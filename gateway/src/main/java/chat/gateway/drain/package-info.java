/** Stops a gateway without losing messages. */
@NullMarked
package chat.gateway.drain;

import org.jspecify.annotations.NullMarked;
