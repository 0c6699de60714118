package chat.edge.guard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Refuses to start a service where a setting is set that earlier versions had: it would do nothing,
 * and its operator would not know. Says what there is in its place. Runs last, to see the files of
 * settings too.
 */
public final class RemovedSettings implements EnvironmentPostProcessor, Ordered {

  private static final String FILE = "removed-settings.properties";

  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    Iterable<ConfigurationPropertySource> sources = ConfigurationPropertySources.get(environment);
    List<String> found =
        all().entrySet().stream()
            .filter(setting -> isSet(setting.getKey(), sources))
            .map(setting -> environmentName(setting.getKey()) + ": " + setting.getValue())
            .toList();
    if (!found.isEmpty()) {
      throw new IllegalStateException(
          "removed settings are set, take them away: " + String.join("; ", found));
    }
  }

  /** The replacement of each removed property, by its name. */
  public static SortedMap<String, String> all() {
    Properties removed = new Properties();
    try (InputStream in = RemovedSettings.class.getResourceAsStream(FILE)) {
      removed.load(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SortedMap<String, String> all = new TreeMap<>();
    removed.stringPropertyNames().forEach(name -> all.put(name, removed.getProperty(name)));
    return all;
  }

  private static boolean isSet(String property, Iterable<ConfigurationPropertySource> sources) {
    ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
    for (ConfigurationPropertySource source : sources) {
      if (source.getConfigurationProperty(name) != null) {
        return true;
      }
    }
    return false;
  }

  private static String environmentName(String property) {
    return property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
