/**
 * The edge of a service: what stands between its code and the network, shared by all services. This
 * package puts the parts together.
 */
@NullMarked
package chat.edge;

import org.jspecify.annotations.NullMarked;
