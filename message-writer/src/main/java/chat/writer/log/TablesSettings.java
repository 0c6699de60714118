package chat.writer.log;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether the log is written to tables.
 *
 * @param enabled whether this process writes the log to tables and erases accounts; at least one
 *     process has to
 */
@ConfigurationProperties("chat.writer.tables")
public record TablesSettings(@DefaultValue("true") boolean enabled) {}
