/**
 * Makes what the system stands on: topics and tables. A job that ends; it may run at any time, any
 * number of times and by two at once, and changes nothing that is there.
 */
@NullMarked
package chat.infra.setup;

import org.jspecify.annotations.NullMarked;
