/** Queues that bound how much runs at a time, and give users turns. */
@NullMarked
package chat.gateway.queue;

import org.jspecify.annotations.NullMarked;
