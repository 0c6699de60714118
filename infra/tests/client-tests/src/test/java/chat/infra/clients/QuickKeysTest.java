package chat.infra.clients;

import static chat.infra.clients.Visitor.expect;

import chat.infra.system.ChatSystem;
import chat.infra.system.RunningSystem;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A person presses keys one right after the other, and waits for nothing in between: each key gets
 * to what the key before it has opened.
 */
@ExtendWith(RunningSystem.class)
final class QuickKeysTest {

  private final Chromium chromium = new Chromium();
  private final Service service;
  private final Visitor ann;
  private final Keyboard keys;

  QuickKeysTest(ChatSystem system) {
    service = new Service(system.gateway(2));
    ann = new Visitor(chromium.browser(), "ann", List.of(system.gateway(1)), ColorScheme.LIGHT);
    keys = new Keyboard(ann.page);
  }

  @BeforeEach
  void enterRoom() {
    String room = "quick-" + ann.username;
    service.room(room, Map.of("visibility", "public"), List.of());
    service.say(room, "first");
    service.say(room, "second");
    ann.register();
    ann.enter(room);
    ann.awaitMessage("second", "sent");
  }

  @AfterEach
  void close(TestInfo test) {
    try (chromium;
        ann) {
      ann.showLast(test.getDisplayName());
    }
  }

  @Test
  void a_menu_that_was_just_closed_opens_again() {
    for (int i = 0; i < 3; i++) {
      ann.page.getByTestId("account").focus();
      keys.press("Enter", "Escape", "Enter");
      expect(ann.page.getByTestId("profile")).isFocused();
      keys.press("Escape");
      expect(ann.page.getByTestId("profile")).hasCount(0);
    }
    ann.page.getByTestId("account").click();
    expect(ann.page.getByTestId("profile")).isFocused();
    ann.page.getByTestId("account").click();
    expect(ann.page.getByTestId("profile")).hasCount(0);
  }

  @Test
  void an_edit_and_an_answer_get_the_keys_that_follow_them() {
    keys.type("mine");
    keys.press("Enter");
    ann.awaitMessage("mine", "sent");
    keys.press("ArrowUp");
    keys.type(" too");
    keys.press("Enter");
    ann.awaitMessage("mine too", "sent");

    ann.page.getByTestId("timeline").focus();
    keys.press("ArrowUp", "ArrowUp", "ArrowUp", "r");
    keys.type("an answer");
    keys.press("Enter");
    expect(ann.message("an answer").getByTestId("replied")).containsText("first");
  }

  @Test
  void a_mention_and_an_emoji_leave_the_caret_behind_them() {
    String ben = "ben-" + ann.username;
    service.user(ben);
    keys.type("Ask @" + ben.substring(0, ben.length() - 1));
    expect(ann.page.getByTestId("suggestions").getByRole(AriaRole.OPTION)).hasCount(1);
    keys.press("Enter");
    keys.type("again");
    expect(composer()).hasValue("Ask @" + ben + " again");

    keys.press("Home");
    ann.page.getByLabel("Emoji").click();
    keys.press("Enter");
    keys.type(" ");
    expect(composer()).hasValue("👍 Ask @" + ben + " again");
  }

  private Locator composer() {
    return ann.page.getByTestId("composer");
  }
}
