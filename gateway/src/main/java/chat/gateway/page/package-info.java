/** The web application, at {@code /}. */
@NullMarked
package chat.gateway.page;

import org.jspecify.annotations.NullMarked;
