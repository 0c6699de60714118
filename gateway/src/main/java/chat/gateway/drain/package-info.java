/** How a gateway stops without anybody losing anything. */
@NullMarked
package chat.gateway.drain;

import org.jspecify.annotations.NullMarked;
