package chat.infra.clients;

import static chat.infra.clients.Visitor.expect;
import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.system.ChatSystem;
import chat.infra.system.RunningSystem;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The application in dark and light, on a wide screen and on a phone: axe finds nothing serious.
 * The screenshots for the documents are in {@code target/screenshots}.
 */
@ExtendWith(RunningSystem.class)
final class LookTest {

  private static final Path SCREENSHOTS = NodeRuntime.TARGET.resolve("screenshots");

  private final ChatSystem system;
  private final Axe axe = new Axe();

  LookTest(ChatSystem system) throws IOException {
    this.system = system;
  }

  @ParameterizedTest
  @EnumSource(names = {"LIGHT", "DARK"})
  void each_screen_is_accessible(ColorScheme colors) {
    try (Chromium chromium = new Chromium();
        Visitor ann = new Visitor(chromium.browser(), "ann", List.of(system.gateway(1)), colors)) {
      Service service = new Service(system.gateway(1));
      String look = colors.name().toLowerCase(Locale.ROOT);
      expect(ann.page.getByTestId("signin-switch")).isVisible();
      check(ann.page, "signin-" + look);

      ann.register();
      converse(ann, service, "look-" + look + "-" + ann.username);
      check(ann.page, "room-" + look);

      ann.page.getByTestId("find-rooms").click();
      expect(ann.page.getByTestId("find-rooms-dialog")).isVisible();
      check(ann.page, "find-rooms-" + look);
      ann.page.keyboard().press("Escape");

      ann.page.getByTestId("account").click();
      ann.page.getByTestId("profile").click();
      expect(ann.page.getByTestId("save-profile")).isVisible();
      check(ann.page, "profile-" + look);
      ann.page.setViewportSize(390, 844);
      check(ann.page, "phone-profile-" + look);
      ann.page.keyboard().press("Escape");

      check(ann.page, "phone-" + look);
      ann.page.setViewportSize(1280, 800);
      ann.page.getByTestId("account").click();
      ann.page.getByRole(AriaRole.MENUITEM).nth(1).click();
      ann.page.getByTestId("language").selectOption("de");
      expect(ann.page.getByTestId("settings")).containsText("Deutsch");
      check(ann.page, "german-settings-" + look);
      ann.page.keyboard().press("Escape");
      expect(ann.page.getByTestId("composer"))
          .hasAttribute("aria-label", Pattern.compile("^Nachricht"));
      assertThat(ann.page.evaluate("() => document.documentElement.lang")).isEqualTo("de");
      check(ann.page, "german-" + look);
    }
  }

  private static void converse(Visitor ann, Service service, String room) {
    ann.enter(room);
    for (String text :
        List.of(
            "Good morning. Did the release go out?",
            "It did, at nine. Nothing was lost: " + ann.username + " can see all of it.",
            "`gateway-1` was restarted in between, and no one noticed.")) {
      service.say(room, text);
    }
    ann.say("Then let us have coffee ☕");
    ann.awaitMessage("Then let us have coffee", "sent");
    Locator message = ann.message("Nothing was lost");
    message.hover();
    message.getByTestId("react").click();
    ann.page.getByTestId("emoji-picker").getByRole(AriaRole.BUTTON).first().click();
    expect(message.getByTestId("reaction")).isVisible();
  }

  private void check(Page page, String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    axe.check(page, name);
  }
}
