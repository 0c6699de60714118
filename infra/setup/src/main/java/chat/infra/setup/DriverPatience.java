package chat.infra.setup;

import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.ProgrammaticDriverConfigLoaderBuilder;
import java.time.Duration;

/** The driver's time-outs while tables are created. */
final class DriverPatience {

  /** A node of a development stack took more than 10 s for a table on a busy machine. */
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private DriverPatience() {}

  static void configure(ProgrammaticDriverConfigLoaderBuilder driver) {
    driver
        .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
        .withBoolean(DefaultDriverOption.REQUEST_WARN_IF_SET_KEYSPACE, false)
        .withDuration(DefaultDriverOption.CONTROL_CONNECTION_AGREEMENT_TIMEOUT, TIMEOUT)
        .withDuration(DefaultDriverOption.METADATA_SCHEMA_REQUEST_TIMEOUT, TIMEOUT)
        // Closing waits that long for further requests: by default two seconds, which delay a
        // start.
        .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
        .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
        .withInt(DefaultDriverOption.CONNECTION_POOL_LOCAL_SIZE, 1);
  }
}
