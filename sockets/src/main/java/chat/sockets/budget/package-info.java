/**
 * Budgets of clients: the memory that a service spends on all of them together, and rates of what
 * one of them may do.
 */
@NullMarked
package chat.sockets.budget;

import org.jspecify.annotations.NullMarked;
