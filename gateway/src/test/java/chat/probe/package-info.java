/** Controllers for tests, outside the gateway's component scan. */
@NullMarked
package chat.probe;

import org.jspecify.annotations.NullMarked;
