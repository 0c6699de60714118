/**
 * The lives of topics. Gateways, the writer and the setup read the current one here; the first
 * process that sees a new topic id records its epoch for all. Consumers of the room log find here
 * where they begin to read and when they poll.
 */
@NullMarked
package chat.epochs;

import org.jspecify.annotations.NullMarked;
