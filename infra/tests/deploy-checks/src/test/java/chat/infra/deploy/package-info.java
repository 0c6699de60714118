/**
 * Holds the files by which the system runs elsewhere, and those that describe it, against the
 * system: schemas of others, settings, metrics. Nothing is started.
 */
@NullMarked
package chat.infra.deploy;

import org.jspecify.annotations.NullMarked;
