/**
 * What happens to accounts, as a stream that every gateway appends to and reads: by it all of them
 * know within a moment who may no longer do anything.
 */
@NullMarked
package chat.gateway.user;

import org.jspecify.annotations.NullMarked;
