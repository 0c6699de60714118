package chat.infra.clients;

import static chat.infra.clients.Visitor.expect;

import chat.infra.system.ChatSystem;
import chat.infra.system.RunningSystem;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person pastes and drops files, sees how far they are, and takes one back. */
@ExtendWith(RunningSystem.class)
final class UploadTest {

  private final Chromium chromium = new Chromium();
  private final Visitor ann;

  UploadTest(ChatSystem system) {
    ann = new Visitor(chromium.browser(), "ann", List.of(system.gateway(1)), ColorScheme.LIGHT);
  }

  @AfterEach
  void close(TestInfo test) {
    try (chromium;
        ann) {
      ann.showLast(test.getDisplayName());
    }
  }

  @Test
  void files_are_pasted_and_dropped_and_one_is_taken_back() {
    ann.register();
    ann.enter("upload-" + ann.username);
    Locator uploads = ann.page.getByTestId("upload");
    Locator underWay = uploads.locator("progress");

    Visitor.handIn(ann.page.getByTestId("composer"), "paste", "pasted.txt");
    Visitor.handIn(ann.page.getByTestId("timeline"), "drop", "dropped.txt");
    expect(uploads).hasCount(2);
    expect(underWay).hasCount(0);

    ann.line.stall();
    Visitor.handIn(ann.page.getByTestId("composer"), "paste", "taken-back.txt");
    expect(uploads).hasCount(3);
    expect(underWay).isVisible();
    uploads.last().locator("button").last().click();
    expect(uploads).hasCount(2);
    ann.line.restore();

    ann.say("two files");
    ann.awaitMessage("two files", "sent");
    Locator files = ann.message("two files").getByTestId("file");
    expect(files).containsText(new String[] {"pasted.txt", "dropped.txt"});

    Visitor.handIn(ann.page.getByTestId("timeline"), "drop", "alone.txt");
    expect(uploads).hasCount(1);
    expect(underWay).hasCount(0);
    ann.page.getByTestId("composer").press("Enter");
    ann.awaitMessage("alone.txt", "sent");
    expect(ann.message("alone.txt").locator(".content")).hasCount(0);
  }

  @Test
  void a_message_waits_for_its_files_while_another_room_is_shown() {
    ann.register();
    String room = "begun-" + ann.username;
    ann.enter(room);
    Locator tile = ann.page.locator("[data-testid=room-tile][data-room='" + room + "']");
    expect(tile).isVisible();
    Locator uploads = ann.page.getByTestId("upload");
    Locator underWay = uploads.locator("progress");
    ann.line.stall();
    Visitor.handIn(ann.page.getByTestId("composer"), "paste", "plan.txt");
    ann.type("half a thought");
    expect(underWay).isVisible();
    ann.page.getByTestId("composer").press("Enter");

    ann.page.evaluate("() => { location.hash = 'general' }");
    expect(tile.locator(".tile-preview")).hasText("Draft: half a thought");
    expect(uploads).hasCount(0);
    ann.line.restore();
    expect(tile.locator(".tile-preview")).hasText("You: half a thought");
    ann.enter(room);
    ann.awaitMessage("half a thought", "sent");
    expect(ann.page.getByTestId("composer")).hasValue("");
    expect(uploads).hasCount(0);
    expect(ann.message("half a thought").getByTestId("file")).containsText("plan.txt");
  }

  @Test
  void an_unsent_file_has_its_name_after_a_reload() {
    ann.register();
    ann.enter("unsent-" + ann.username);
    Visitor.handIn(ann.page.getByTestId("composer"), "paste", "plan.txt");
    Locator upload = ann.page.getByTestId("upload");
    expect(upload).hasCount(1);
    expect(upload.locator("progress")).hasCount(0);
    expect(upload).hasClass("upload");

    ann.refuseSockets();
    ann.awaitPhase(ann.page, "offline");
    ann.page.getByTestId("composer").press("Enter");
    ann.awaitMessage("plan.txt", "queued");
    ann.page.reload();
    ann.awaitMessage("plan.txt", "queued");
    expect(ann.message("plan.txt").getByTestId("file")).containsText("plan.txt");
    expect(ann.message("plan.txt").locator(".content")).hasCount(0);

    ann.allowSockets();
    ann.awaitMessage("plan.txt", "sent");
    expect(ann.message("plan.txt").locator(".content")).hasCount(0);
  }
}
