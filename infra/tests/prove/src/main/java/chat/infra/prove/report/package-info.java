/** The result of a run as text and as a page. */
@NullMarked
package chat.infra.prove.report;

import org.jspecify.annotations.NullMarked;
