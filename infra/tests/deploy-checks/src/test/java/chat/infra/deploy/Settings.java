package chat.infra.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataRepositoryJsonBuilder;

/** Every property that services have, ours and those of Spring Boot, from the metadata. */
public final class Settings {

  private static final String METADATA = "META-INF/spring-configuration-metadata.json";

  private final SortedMap<String, ConfigurationMetadataProperty> properties;

  private Settings(SortedMap<String, ConfigurationMetadataProperty> properties) {
    this.properties = properties;
  }

  /** Of all that is on the class path. */
  public static Settings all() {
    try {
      List<URL> files = Collections.list(Settings.class.getClassLoader().getResources(METADATA));
      ConfigurationMetadataRepositoryJsonBuilder repository =
          ConfigurationMetadataRepositoryJsonBuilder.create();
      for (URL file : files) {
        try (InputStream in = file.openStream()) {
          repository.withJsonResource(in);
        }
      }
      return new Settings(new TreeMap<>(repository.build().getAllProperties()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By name. */
  public SortedMap<String, ConfigurationMetadataProperty> properties() {
    return properties;
  }

  /** Whether an environment variable of this name sets a property. */
  public boolean knows(String environmentName) {
    return properties.values().stream()
        .anyMatch(
            property ->
                environmentName.equals(environmentName(property.getId()))
                    || (String.valueOf(property.getType()).startsWith("java.util.Map")
                        && environmentName.startsWith(environmentName(property.getId()) + "_"))
                    || (String.valueOf(property.getType()).startsWith("java.util.List")
                        && environmentName.matches(
                            environmentName(property.getId()) + "_\\d+(_[A-Z]+)?")));
  }

  /**
   * The environment name of a property. Spring Boot also accepts names without the underscores in
   * the place of dashes; the project writes them.
   */
  public static String environmentName(String property) {
    return property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
