/** Faults of a running installation, and scenarios made of them. */
@NullMarked
package chat.infra.prove.fault;

import org.jspecify.annotations.NullMarked;
