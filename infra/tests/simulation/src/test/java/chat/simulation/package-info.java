/**
 * The whole path of a message as one deterministic program: a log, gateways, writers, tables and
 * clients, made of the production classes and moved step by step in an order that a seed decides.
 */
@NullMarked
package chat.simulation;

import org.jspecify.annotations.NullMarked;
