/** What tests put behind the gateway's edge; out of the reach of its component scan. */
@NullMarked
package chat.probe;

import org.jspecify.annotations.NullMarked;
