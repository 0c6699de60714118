/** The documents of the API, at {@code /docs}. */
@NullMarked
package chat.gateway.docs;

import org.jspecify.annotations.NullMarked;
