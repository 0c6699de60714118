package chat.writer.events;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the resolved stream is published.
 *
 * @param enabled whether this process publishes the topic {@code chat.events}; at least one process
 *     has to, if there are readers
 */
@ConfigurationProperties("chat.writer.events")
record EventStreamSettings(@DefaultValue("true") boolean enabled) {}
