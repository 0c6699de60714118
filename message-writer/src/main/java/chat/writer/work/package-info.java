/** Runs long work step by step beside the polls, and small tasks with bounded parallelism. */
@NullMarked
package chat.writer.work;

import org.jspecify.annotations.NullMarked;
