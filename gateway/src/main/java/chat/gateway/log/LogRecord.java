package chat.gateway.log;

import chat.contract.Identity;
import org.jspecify.annotations.Nullable;

/**
 * A record of the topic.
 *
 * @param identity by which doubles are dropped; null on a record that nobody here wrote
 */
record LogRecord(
    long offset, String room, String type, @Nullable Identity identity, byte[] value) {}
