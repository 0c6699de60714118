/**
 * What every service has. Each of its HTTP ports, the public ones and those of operators alike:
 * patience with slow clients that ends, and errors that say nothing but their status. Its process:
 * an end that is no failure whenever it is told to stop, and health that tells when a thread has
 * ended that the service can't do without.
 */
@NullMarked
package chat.edge.guard;

import org.jspecify.annotations.NullMarked;
