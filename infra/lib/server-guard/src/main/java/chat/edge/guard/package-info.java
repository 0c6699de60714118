/**
 * Guards every service. Its HTTP ports: limits of connections, headers and time, and errors that
 * tell only a status. Its process: an orderly end, and health that shows when a vital thread has
 * ended.
 */
@NullMarked
package chat.edge.guard;

import org.jspecify.annotations.NullMarked;
