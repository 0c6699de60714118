/**
 * How much memory a gateway spends on its clients, in sum: each bound of one socket or request is
 * small, and there are many of them.
 */
@NullMarked
package chat.sockets.budget;

import org.jspecify.annotations.NullMarked;
