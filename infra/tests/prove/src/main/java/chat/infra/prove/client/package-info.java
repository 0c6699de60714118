/** Clients that behave as docs/client-spec.md says, and record what happens to them. */
@NullMarked
package chat.infra.prove.client;

import org.jspecify.annotations.NullMarked;
