/** The examples, run against the real system as their pages say. */
@NullMarked
package chat.infra.examples;

import org.jspecify.annotations.NullMarked;
