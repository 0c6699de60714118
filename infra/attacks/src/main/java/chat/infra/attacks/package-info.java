/** What hostile clients send: broken input for decoders, broken and slow requests for ports. */
@NullMarked
package chat.infra.attacks;

import org.jspecify.annotations.NullMarked;
