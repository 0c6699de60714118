/** The presence tracker: who is online, kept in Redis, where it may be lost and built again. */
@NullMarked
package chat.presence;

import org.jspecify.annotations.NullMarked;
