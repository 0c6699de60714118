/**
 * Messages: sends and changes are checked, compared with earlier sends, and appended to the log.
 */
@NullMarked
package chat.gateway.message;

import org.jspecify.annotations.NullMarked;
