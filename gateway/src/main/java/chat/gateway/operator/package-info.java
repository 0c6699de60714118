/** Questions and orders of operators, as calls of services with the scope {@code operate}. */
@NullMarked
package chat.gateway.operator;

import org.jspecify.annotations.NullMarked;
