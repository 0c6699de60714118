/**
 * Rate limits. Each gateway answers every check by itself, at once. It tells Redis a moment later
 * what it counted, in batches, and learns from the answers what other gateways counted. Without
 * Redis each gateway counts alone.
 */
@NullMarked
package chat.gateway.limits;

import org.jspecify.annotations.NullMarked;
