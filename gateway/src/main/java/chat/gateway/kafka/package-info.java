/** Readers of whole topics: each gateway reads all partitions on one thread, without a group. */
@NullMarked
package chat.gateway.kafka;

import org.jspecify.annotations.NullMarked;
