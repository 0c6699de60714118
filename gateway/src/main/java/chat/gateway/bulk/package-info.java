/**
 * The import of users, rooms, members and messages by services: a stream of lines in, and a stream
 * of the refused ones out.
 */
@NullMarked
package chat.gateway.bulk;

import org.jspecify.annotations.NullMarked;
