/** The local stack's parts, secured, for a trial of how services are told about it. */
@NullMarked
package chat.infra.devstack;

import org.jspecify.annotations.NullMarked;
