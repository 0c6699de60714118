/** Benchmarks of files: many large ones at once through a small heap. */
@NullMarked
package chat.bench.files;

import org.jspecify.annotations.NullMarked;
