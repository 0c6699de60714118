/** The documents of the contract, for people at {@code /docs} and for programs beside it. */
@NullMarked
package chat.gateway.docs;

import org.jspecify.annotations.NullMarked;
