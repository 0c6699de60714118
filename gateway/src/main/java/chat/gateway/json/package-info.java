/** JSON from clients: how much of it is read, and that it means one thing or is refused. */
@NullMarked
package chat.gateway.json;

import org.jspecify.annotations.NullMarked;
