/**
 * Reading a whole topic as every gateway does for itself: all partitions on one thread, without a
 * group.
 */
@NullMarked
package chat.gateway.topic;

import org.jspecify.annotations.NullMarked;
