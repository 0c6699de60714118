/** The record of a run: everything that clients sent and got, in one file. */
@NullMarked
package chat.infra.prove.history;

import org.jspecify.annotations.NullMarked;
