/**
 * The presence tracker: keeps the presence of users in Redis, from where it may be lost and is
 * rebuilt.
 */
@NullMarked
package chat.presence;

import org.jspecify.annotations.NullMarked;
