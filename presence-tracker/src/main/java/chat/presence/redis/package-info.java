/** The store in Redis: one script a step, so that each happens as a whole, by Redis' own clock. */
@NullMarked
package chat.presence.redis;

import org.jspecify.annotations.NullMarked;
