/**
 * The data that crosses process boundaries: names, events and their bytes, topics, stream
 * positions, and the rule by which every reader drops duplicates. Depends only on the JDK, a JSON
 * parser and JSpecify.
 */
@NullMarked
package chat.contract;

import org.jspecify.annotations.NullMarked;
