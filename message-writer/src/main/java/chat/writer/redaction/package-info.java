/**
 * The redacted twin of the resolved stream: the same events without names, texts and ids, so that
 * analysts need no personal data.
 */
@NullMarked
package chat.writer.redaction;

import org.jspecify.annotations.NullMarked;
