/**
 * The store in Redis: one script per step, so that each step is atomic and uses the clock of Redis.
 */
@NullMarked
package chat.presence.redis;

import org.jspecify.annotations.NullMarked;
