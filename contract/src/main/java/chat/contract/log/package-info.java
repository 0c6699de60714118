/**
 * The log of rooms: topics, record headers, stream positions, and the window by which every reader
 * drops duplicates and void records.
 */
@NullMarked
package chat.contract.log;

import org.jspecify.annotations.NullMarked;
