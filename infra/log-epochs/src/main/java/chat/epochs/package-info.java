/**
 * Which life of a topic we are in. Gateways, the writer and the setup step ask here, and whoever
 * first sees a topic id writes its epoch down for all.
 */
@NullMarked
package chat.epochs;

import org.jspecify.annotations.NullMarked;
