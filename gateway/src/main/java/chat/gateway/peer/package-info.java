/** The other gateways: where they are, and calls to them in the name of a service. */
@NullMarked
package chat.gateway.peer;

import org.jspecify.annotations.NullMarked;
