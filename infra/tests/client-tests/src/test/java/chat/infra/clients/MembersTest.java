package chat.infra.clients;

import static chat.infra.clients.Visitor.expect;

import chat.infra.system.ChatSystem;
import chat.infra.system.RunningSystem;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** The owner of a room and a member, at two gateways: what one does the other sees. */
@ExtendWith(RunningSystem.class)
final class MembersTest {

  private final Chromium chromium = new Chromium();
  private final Visitor ann;
  private final Visitor ben;
  private final String room;

  MembersTest(ChatSystem system) {
    ann = new Visitor(chromium.browser(), "ann", List.of(system.gateway(1)), ColorScheme.LIGHT);
    ben = new Visitor(chromium.browser(), "ben", List.of(system.gateway(2)), ColorScheme.DARK);
    room = "crew-of-" + ann.username;
  }

  @AfterEach
  void close(TestInfo test) {
    try (chromium;
        ben;
        ann) {
      ann.showLast(test.getDisplayName());
      ben.showLast(test.getDisplayName());
    }
  }

  @Test
  void an_owner_adds_a_moderator_who_moderates_and_is_removed() {
    ann.register();
    ben.register();
    createRoom();
    addBen();
    Locator tile = ben.page.locator("[data-testid=room-tile][data-room='" + room + "']");
    expect(tile).containsText("Crew of");
    ann.say("Welcome @" + ben.username);
    expect(tile.getByTestId("unread")).hasText("1 unread");
    expect(tile.getByTestId("mentions")).isVisible();
    ben.enter(room);
    ben.awaitMessage("Welcome", "sent");
    expect(tile.getByTestId("unread")).hasCount(0);

    choose("Make moderator");
    expect(benAsMember()).containsText("Moderator");
    ann.say("something rude");
    ben.awaitMessage("something rude", "sent");
    ben.message("something rude").hover();
    ben.message("something rude").getByTestId("delete").click();
    ben.page.getByTestId("confirm-yes").click();
    expect(ann.message("something rude")).hasCount(0);
    expect(ann.message("This message was deleted.")).hasCount(1);

    choose("Remove from the room");
    ann.page.getByTestId("confirm-yes").click();
    expect(benAsMember()).hasCount(0);
    expect(ben.page.getByTestId("shut")).hasText("You were removed from this room.");
    expect(ben.page.getByTestId("composer")).hasCount(0);
    expect(tile).hasCount(0);
  }

  private void createRoom() {
    ann.page.getByTestId("find-rooms").click();
    ann.page.getByTestId("create-room-start").click();
    Locator form = ann.page.getByTestId("create-room");
    form.locator("input").first().fill("Crew of " + ann.username);
    form.locator("button[type=submit]").click();
    expect(ann.page.locator("[data-testid=room][data-room='" + room + "']")).isVisible();
    ann.awaitPhase(ann.page, "live");
  }

  private void addBen() {
    ann.page.getByTestId("members-toggle").click();
    ann.page.getByTestId("add-member").click();
    ann.page.locator("dialog[open] input").fill(ben.username);
    ann.page.getByTestId("found-user").click();
    expect(benAsMember()).isVisible();
  }

  private void choose(String action) {
    benAsMember().getByRole(AriaRole.BUTTON).click();
    ann.page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(action)).click();
  }

  private Locator benAsMember() {
    return ann.page.locator("[data-testid=member][data-user='" + ben.username + "']");
  }
}
