/** Common parts of benchmarks: options, processor time, and tables of results. */
@NullMarked
package chat.bench.measure;

import org.jspecify.annotations.NullMarked;
