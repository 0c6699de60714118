package chat.simulation;

import chat.gateway.limits.LimitSettings;
import chat.gateway.limits.Limits;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Limits with given settings. */
final class SetLimits {

  private SetLimits() {}

  /** The limits of one gateway; missing settings have their defaults. */
  static Limits of(Map<String, String> properties, InstantSource clock) {
    LimitSettings settings =
        new Binder(new MapConfigurationPropertySource(properties))
            .bindOrCreate("chat.limits", LimitSettings.class);
    return new Limits(settings, clock);
  }
}
