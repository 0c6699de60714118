/**
 * Attacks on services: broken input for decoders, broken and slow requests for ports, and a stop
 * during the start.
 */
@NullMarked
package chat.infra.attacks;

import org.jspecify.annotations.NullMarked;
