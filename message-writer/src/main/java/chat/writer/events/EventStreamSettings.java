package chat.writer.events;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the resolved stream is published.
 *
 * @param enabled whether this process publishes the topic {@code chat.events}; at least one process
 *     has to, if there are readers
 * @param pseudonymKeyFile file with the key of the pseudonyms in {@code chat.events.redacted}: at
 *     least 32 random bytes in Base64, the same for all writers; none: that topic gets no records
 */
@ConfigurationProperties("chat.writer.events")
record EventStreamSettings(
    @DefaultValue("true") boolean enabled, @Nullable Path pseudonymKeyFile) {}
