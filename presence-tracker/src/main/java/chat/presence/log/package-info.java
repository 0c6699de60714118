/**
 * The log's side: reads session events as a member of the trackers' group, and of the presence
 * topic the same partitions.
 */
@NullMarked
package chat.presence.log;

import org.jspecify.annotations.NullMarked;
