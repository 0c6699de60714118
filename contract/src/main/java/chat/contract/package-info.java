/**
 * What crosses a process boundary: names, room events and their bytes, topics, positions in the
 * log, and the rule by which every reader drops doubles. Only the JDK, a JSON parser and JSpecify.
 */
@NullMarked
package chat.contract;

import org.jspecify.annotations.NullMarked;
