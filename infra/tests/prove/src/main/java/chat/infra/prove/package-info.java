/** Proves an installation: load, faults and a judge. Run by {@code ./chat prove}. */
@NullMarked
package chat.infra.prove;

import org.jspecify.annotations.NullMarked;
