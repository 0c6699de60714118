/** Events and signals of rooms: their fields, their bytes, and their state after later events. */
@NullMarked
package chat.contract.event;

import org.jspecify.annotations.NullMarked;
