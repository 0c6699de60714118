package chat.gateway.bulk;

import chat.edge.guard.SettingBounds;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a gateway imports.
 *
 * @param rate largest number of lines per second of all imports at one gateway (1 or more); more
 *     delays live messages where the machines have no time left
 */
@ConfigurationProperties("chat.gateway.import")
record ImportSettings(@DefaultValue("1200") int rate) {

  ImportSettings {
    SettingBounds.atLeast("chat.gateway.import.rate", rate, 1);
  }
}
