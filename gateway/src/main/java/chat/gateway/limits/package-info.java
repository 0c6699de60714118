/**
 * How much anybody may do in a time. Every check is answered by this gateway alone, at once; what
 * was taken is told to Redis a moment later, all of a moment together, and what others took is
 * learned from its answer. Without Redis each gateway goes on with what it knows.
 */
@NullMarked
package chat.gateway.limits;

import org.jspecify.annotations.NullMarked;
