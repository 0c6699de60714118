/** Sessions and presence: their events, and the keys in Redis that gateways and trackers share. */
@NullMarked
package chat.contract.presence;

import org.jspecify.annotations.NullMarked;
