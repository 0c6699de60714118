/**
 * The log's side of the tracker: reads session events as a member of the trackers' group, and the
 * same partitions of the presence topic.
 */
@NullMarked
package chat.presence.log;

import org.jspecify.annotations.NullMarked;
