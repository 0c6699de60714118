/** Benchmarks of files: many large ones in parallel through a small heap. */
@NullMarked
package chat.bench.files;

import org.jspecify.annotations.NullMarked;
