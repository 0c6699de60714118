/**
 * The development stack: runs the backends and the services of the whole system as child processes,
 * watches them, and stops them.
 *
 * <p>Plain JDK code that starts quickly. {@link chat.infra.devstack.Launcher} is the command line;
 * {@link chat.infra.devstack.Backends} gives tests the real servers.
 */
@NullMarked
package chat.infra.devstack;

import org.jspecify.annotations.NullMarked;
