/**
 * The whole way of a message as one deterministic program: a log, gateways, writers, tables and
 * clients, made of the real classes and moved a step at a time in an order that a seed decides.
 */
@NullMarked
package chat.simulation;

import org.jspecify.annotations.NullMarked;
