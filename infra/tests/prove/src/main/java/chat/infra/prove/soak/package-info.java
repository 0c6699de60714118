/** Whether an installation holds as much at the end of a long run as at its begin. */
@NullMarked
package chat.infra.prove.soak;

import org.jspecify.annotations.NullMarked;
