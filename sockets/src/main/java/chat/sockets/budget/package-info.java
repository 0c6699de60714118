/**
 * Budgets of clients: the memory and the number of sockets of all clients together, and the rate of
 * one client's actions.
 */
@NullMarked
package chat.sockets.budget;

import org.jspecify.annotations.NullMarked;
