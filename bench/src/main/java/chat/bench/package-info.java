/** The command line of the benchmarks: {@code ./chat bench NAME [OPTION…]}. */
@NullMarked
package chat.bench;

import org.jspecify.annotations.NullMarked;
