/**
 * Webhooks: delivers the resolved stream to receivers by HTTP, signed, each room in order and at
 * least once. Each webhook is a consumer group of its own, so a slow or dead receiver delays no
 * other.
 */
@NullMarked
package chat.writer.webhook;

import org.jspecify.annotations.NullMarked;
