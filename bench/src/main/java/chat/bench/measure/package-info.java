/** What every benchmark needs: options, processor time, a table of what came out. */
@NullMarked
package chat.bench.measure;

import org.jspecify.annotations.NullMarked;
