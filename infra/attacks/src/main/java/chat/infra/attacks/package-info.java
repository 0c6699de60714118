/**
 * What services have to bear: broken input for decoders, broken and slow requests for ports, and
 * being told to stop at a bad moment.
 */
@NullMarked
package chat.infra.attacks;

import org.jspecify.annotations.NullMarked;
