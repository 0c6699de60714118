/** Limits and strictness of JSON from clients. */
@NullMarked
package chat.gateway.json;

import org.jspecify.annotations.NullMarked;
