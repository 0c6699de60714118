/**
 * For data teams: the events of rooms from Kafka, each once and in order. {@link
 * chat.reader.EventReader} is where to begin.
 */
@NullMarked
package chat.reader;

import org.jspecify.annotations.NullMarked;
