package chat.infra.clients;

import static chat.infra.clients.Visitor.expect;
import static org.awaitility.Awaitility.await;

import chat.infra.system.ChatSystem;
import chat.infra.system.RunningSystem;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person uses the application with the keyboard alone. */
@ExtendWith(RunningSystem.class)
final class KeyboardTest {

  private static final String GREETING = "Good morning";

  private final Chromium chromium = new Chromium();
  private final Service service;
  private final Visitor ann;
  private final Keyboard keys;
  private final String room;

  KeyboardTest(ChatSystem system) {
    service = new Service(system.gateway(2));
    ann = new Visitor(chromium.browser(), "ann", List.of(system.gateway(1)), ColorScheme.LIGHT);
    keys = new Keyboard(ann.page);
    room = "keys-" + ann.username;
  }

  @BeforeEach
  void signUp() {
    service.room(room, Map.of("visibility", "public"), List.of());
    service.say(room, GREETING);
    awaitFound();
    expect(ann.page.locator("input[name=email]")).isFocused();
    keys.tabTo("signin-switch");
    keys.press("Enter");
    expect(ann.page.locator("input[name=email]")).isFocused();
    keys.type(ann.username + "@example.org");
    keys.press("Tab");
    keys.type(ann.username);
    keys.press("Tab");
    keys.type(Visitor.PASSWORD);
    keys.press("Enter");
    expect(composer()).isFocused();
  }

  @AfterEach
  void close(TestInfo test) {
    try (chromium;
        ann) {
      ann.showLast(test.getDisplayName());
    }
  }

  @Test
  void a_room_is_found_and_its_messages_are_answered_changed_and_deleted() {
    findRoom();
    keys.type("by the keyboard");
    keys.press("Enter");
    ann.awaitMessage("by the keyboard", "sent");

    keys.press("ArrowUp");
    expect(composer()).hasValue("by the keyboard");
    keys.type(" alone");
    keys.press("Enter");
    ann.awaitMessage("by the keyboard alone", "sent");

    toGreeting();
    keys.press("r");
    expect(ann.page.getByTestId("purpose")).isVisible();
    expect(composer()).isFocused();
    keys.type("an answer");
    keys.press("Enter");
    expect(ann.message("an answer").getByTestId("replied")).containsText(GREETING);
    ann.awaitMessage("an answer", "sent");

    keys.tabBackTo("timeline");
    keys.press("ArrowUp");
    expect(ann.message("an answer")).isFocused();
    keys.tabTo("delete");
    keys.press("Enter");
    expect(ann.page.getByTestId("confirm-yes")).isFocused();
    keys.press("Escape");
    expect(ann.message("an answer")).isFocused();
    keys.press("d");
    expect(ann.page.getByTestId("confirm-yes")).isFocused();
    keys.press("Enter");
    expect(ann.message("an answer")).hasCount(0);
  }

  @Test
  void a_reaction_is_chosen_and_the_focus_returns_to_the_message() {
    findRoom();
    toGreeting();
    Locator greeting = ann.message(GREETING);
    keys.press("+");
    expect(ann.page.getByTestId("emoji-picker")).isVisible();
    keys.press("Escape");
    expect(ann.page.getByTestId("emoji-picker")).hasCount(0);
    expect(greeting).isFocused();

    keys.press("+");
    expect(ann.page.getByTestId("emoji-picker")).isVisible();
    keys.press("ArrowRight", "Enter");
    expect(greeting.getByTestId("reaction")).hasAttribute("aria-pressed", "true");
    expect(greeting).isFocused();
    keys.tabTo("reaction");
    keys.press("Enter");
    expect(greeting.getByTestId("reaction")).hasCount(0);
    expect(greeting).isFocused();

    keys.press("Escape");
    expect(composer()).isFocused();
  }

  @Test
  void dialogs_and_menus_give_the_focus_back_and_a_person_signs_out() {
    keys.press("Control+k");
    for (String opener : List.of("new-direct", "find-rooms")) {
      keys.tabBackTo(opener);
      keys.press("Enter");
      expect(ann.page.locator("dialog[open] input").first()).isFocused();
      keys.press("Escape");
      expect(ann.page.locator("dialog[open]")).hasCount(0);
      expect(ann.page.getByTestId(opener)).isFocused();
    }

    keys.tabTo("account");
    openAccountMenu();
    keys.press("Escape");
    expect(ann.page.getByTestId("account")).isFocused();
    openAccountMenu();
    keys.press("Enter");
    expect(ann.page.getByTestId("save-profile")).isVisible();
    keys.press("Tab", "Tab");
    expect(ann.page.locator("input[name=name]")).isFocused();
    keys.type("Ann of the Keys");
    keys.press("Enter");
    expect(ann.page.getByTestId("me")).hasText("Ann of the Keys");
    keys.press("Escape");
    expect(ann.page.getByTestId("account")).isFocused();

    openAccountMenu();
    keys.press("ArrowUp", "Enter");
    expect(ann.page.getByTestId("signin")).isVisible();
    expect(ann.page.locator("input[name=email]")).isFocused();
  }

  private void openAccountMenu() {
    keys.press("Enter");
    expect(ann.page.getByTestId("profile")).isFocused();
  }

  /** A search finds a new room after a moment. */
  private void awaitFound() {
    String token = service.user("reader-of-" + room);
    String search = "/api/rooms?public&query=" + room;
    await()
        .atMost(Duration.ofMillis((long) Visitor.PATIENCE))
        .until(() -> !service.call(token, "GET", search, null).path("rooms").isEmpty());
  }

  private void findRoom() {
    keys.press("Control+k");
    keys.tabBackTo("find-rooms");
    keys.press("Enter");
    keys.type(room);
    expect(ann.page.getByTestId("found-room")).hasCount(1);
    keys.tabTo("found-room");
    keys.press("Enter");
    expect(composer()).isFocused();
    ann.awaitPhase(ann.page, "live");
    ann.awaitMessage(GREETING, "sent");
  }

  /** All messages are on the screen; the first of them is the greeting. */
  private void toGreeting() {
    keys.tabBackTo("timeline");
    Locator messages = ann.page.getByTestId("message");
    for (int i = messages.count() - 1; i >= 0; i--) {
      keys.press("ArrowUp");
      expect(messages.nth(i)).isFocused();
    }
  }

  private Locator composer() {
    return ann.page.getByTestId("composer");
  }
}
