/** The whole system as its users meet it: the real processes, over REST and WebSocket alone. */
@NullMarked
package chat.infra.system;

import org.jspecify.annotations.NullMarked;
