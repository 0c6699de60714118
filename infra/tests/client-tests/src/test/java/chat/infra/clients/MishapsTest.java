package chat.infra.clients;

import static chat.infra.clients.Visitor.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.infra.system.ChatSystem;
import chat.infra.system.RunningSystem;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person misses what was aimed at, or a browser refuses something: nothing written is lost. */
@ExtendWith(RunningSystem.class)
final class MishapsTest {

  /** Whether this browser has kept a message of a room for the next visit. */
  private static final String IS_KEPT =
      """
      async ([room, text]) => {
        const {name} = (await indexedDB.databases()).find(database => database.name.startsWith('chat-'));
        const answer = request => new Promise(done => { request.onsuccess = () => done(request.result); });
        const database = await answer(indexedDB.open(name));
        const values = database.transaction('values').objectStore('values');
        const kept = await answer(values.get('store/room/' + room));
        database.close();
        return JSON.stringify(kept ?? null).includes(text);
      }
      """;

  private static final String FILE = "a file.txt";
  private static final String DIRECTION = "it => getComputedStyle(it).direction";

  private final Chromium chromium = new Chromium();
  private final ChatSystem system;
  private final Service service;
  private final Visitor ann;
  private String room = "";

  MishapsTest(ChatSystem system) {
    this.system = system;
    service = new Service(system.gateway(2));
    ann = new Visitor(chromium.browser(), "ann", List.of(system.gateway(1)), ColorScheme.LIGHT);
  }

  @BeforeEach
  void enterRoom() {
    room = "mishaps-" + ann.username;
    ann.register();
    ann.enter(room);
    ann.say("first");
    ann.awaitMessage("first", "sent");
  }

  @AfterEach
  void close(TestInfo test) {
    try (chromium;
        ann) {
      ann.showLast(test.getDisplayName());
    }
  }

  @Test
  void an_edit_goes_on_when_the_files_of_the_next_message_are_there() {
    ann.line.stall();
    assertThat(Visitor.handIn(composer(), "paste", FILE, Map.of())).isFalse();
    ann.say("with a file");
    act("reply");
    expect(ann.page.getByTestId("purpose")).hasCount(0);
    act("edit");
    expect(composer()).hasValue("first");
    ann.type(" and more");
    expect(ann.page.getByTestId("send")).isEnabled();
    ann.line.restore();

    ann.awaitMessage("with a file", "sent");
    expect(ann.page.getByTestId("upload")).hasCount(0);
    expect(composer()).hasValue("first and more");
    composer().press("Enter");
    ann.awaitMessage("first and more", "sent");
    expect(composer()).hasValue("");
  }

  @Test
  void a_file_that_is_dropped_beside_the_room_does_not_take_the_place_of_the_page() {
    Locator inbox = ann.page.getByTestId("inbox");
    assertThat(Visitor.handIn(inbox, "dragover", FILE, Map.of())).isFalse();
    assertThat(Visitor.handIn(inbox, "drop", FILE, Map.of())).isFalse();
    // Only the next file, which the room takes, is there.
    assertThat(Visitor.handIn(composer(), "paste", FILE, Map.of())).isFalse();
    expect(ann.page.getByTestId("upload").locator("progress")).hasCount(0);
    expect(ann.page.getByTestId("upload")).hasCount(1);
  }

  @Test
  void cells_of_a_table_are_pasted_as_text() {
    Map<String, String> cells = Map.of("text/plain", "1\t2", "text/html", "<table></table>");
    assertThat(Visitor.handIn(composer(), "paste", FILE, cells)).isTrue();
    expect(ann.page.getByTestId("upload")).hasCount(0);
    assertThat(Visitor.handIn(composer(), "paste", FILE, Map.of("text/plain", "a file.txt")))
        .isFalse();
    expect(ann.page.getByTestId("upload")).hasCount(1);
  }

  @Test
  void a_link_that_can_not_be_copied_is_shown() {
    ann.page.evaluate("() => Object.defineProperty(navigator, 'clipboard', {value: undefined})");
    act("copy-link");
    expect(ann.page.getByTestId("toast")).containsText("/#" + room + "/");
  }

  @Test
  void a_link_like_the_way_back_from_an_issuer_ends_no_session() {
    ann.page.navigate(ann.line.address() + "/?code=a&state=b#general");
    expect(ann.page.locator("[data-testid=room][data-room=general]")).isVisible();
  }

  @Test
  void pictures_that_were_not_reached_come_with_the_network() {
    ann.page
        .getByTestId("file-input")
        .setInputFiles(ChatSystem.root().resolve("docs/images/page.png"));
    expect(ann.page.getByTestId("upload").locator("progress")).hasCount(0);
    ann.say("a picture");
    ann.awaitMessage("a picture", "sent");
    Locator picture = ann.message("a picture").getByTestId("picture");
    expect(picture).isVisible();
    awaitKept("a picture");

    ann.refuseSockets();
    ann.page.route("**/api/files/**", Route::abort);
    ann.page.reload();
    expect(ann.message("a picture").getByTestId("file")).isVisible();
    ann.page.unroute("**/api/files/**");
    ann.allowSockets();
    expect(picture).isVisible();

    ann.page.route("**/api/files/**", Route::abort);
    ann.page.reload();
    ann.awaitPhase(ann.page, "live");
    expect(ann.message("a picture").getByTestId("file")).isVisible();
    ann.page.unroute("**/api/files/**");
    expect(picture).isVisible();
  }

  @Test
  void text_from_right_to_left_begins_at_the_right() {
    String shalom = "\u05e9\u05dc\u05d5\u05dd";
    service.room("rtl-" + room, Map.of("visibility", "public", "name", shalom), List.of());
    ann.enter("rtl-" + room);
    expect(ann.page.getByTestId("room-title")).hasText(shalom);
    assertThat(ann.page.getByTestId("room-title").evaluate(DIRECTION)).isEqualTo("rtl");
    composer().fill("\u0645\u0631\u062d\u0628\u0627");
    assertThat(composer().evaluate(DIRECTION)).isEqualTo("rtl");
  }

  @Test
  void a_browser_without_a_storage_shows_more_than_an_empty_page() {
    ann.page.addInitScript(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('none'); }})");
    ann.page.reload();
    expect(ann.page.getByTestId("broken")).isVisible();
  }

  @Test
  void an_open_room_has_its_name_though_it_is_not_among_mine() {
    String plans = "plans-" + ann.username;
    service.room(plans, Map.of("visibility", "public", "name", "Plans of June"), List.of());
    ann.enter(plans);
    Locator visited = ann.page.getByTestId("visited");
    expect(visited).containsText("Plans of June");
    expect(visited).containsText("not a member");
    expect(visited).not().containsText(plans);
    PlaywrightAssertions.assertThat(ann.page).hasTitle(Pattern.compile("Plans of June"));

    String ben = "ben-" + ann.username;
    service.user(ben);
    ann.page.getByTestId("new-direct").click();
    ann.page.getByTestId("direct-dialog").locator("input").fill(ben);
    ann.page.getByTestId("found-user").click();
    Locator current = ann.page.locator("nav [aria-current=page]");
    expect(ann.page.getByTestId("room-title")).hasText(ben);
    expect(current).containsText(ben);
    ann.page.reload();
    expect(ann.page.getByTestId("room-title")).hasText(ben);
    expect(current).containsText(ben);
  }

  @Test
  void the_key_that_chooses_a_conversation_writes_nothing_into_it() {
    Locator tile = ann.page.locator("[data-testid=room-tile][data-room='" + room + "']");
    expect(tile).isVisible();
    ann.enter("general");
    ann.page.keyboard().press("Control+k");
    ann.page.keyboard().type(room);
    ann.page.keyboard().press("Enter");
    ann.awaitMessage("first", "sent");
    expect(composer()).isFocused();
    expect(composer()).hasValue("");
  }

  @Test
  void a_list_at_its_end_follows_all_that_was_missed() {
    ann.line.cut();
    ann.awaitPhase(ann.page, "offline");
    ann.say("unsent");
    ann.awaitMessage("unsent", "queued");
    for (int i = 0; i < 30; i++) {
      service.say(room, "missed " + i + ".\n".repeat(i % 5) + "the last line");
    }
    ann.line.restore();
    ann.awaitMessage("unsent", "sent");
    ann.awaitPhase(ann.page, "live");
    expect(ann.message("missed 29.")).hasCount(1);
    expect(ann.message("unsent")).isInViewport();
    expect(ann.page.getByTestId("to-newest")).hasCount(0);
  }

  @Test
  void messages_are_read_only_once_they_were_on_the_screen() {
    Locator unread =
        ann.page.locator("[data-testid=room-tile][data-room='" + room + "'] [data-testid=unread]");
    awaitKept("first");
    ann.enter("general");
    for (int i = 1; i <= 40; i++) {
      service.say(room, "unread " + i + ".");
    }
    expect(unread).hasText("40 unread");
    // The network is slow: the kept part of the room is shown long before what was missed.
    ann.line.stall();
    ann.page.evaluate("room => { location.hash = room }", room);
    expect(ann.message("first")).isInViewport();
    for (int i = 41; i <= 80; i++) {
      service.say(room, "unread " + i + ".");
    }
    ann.line.restore();
    expect(ann.page.getByTestId("new-messages")).isInViewport();
    expect(ann.page.getByTestId("to-newest")).isVisible();
    service.say(room, "one more");
    expect(unread).hasText("81 unread");
    ann.page.getByTestId("to-newest").click();
    expect(unread).hasCount(0);
  }

  @Test
  void a_pointer_elsewhere_leaves_the_focus_where_it_is() {
    ann.say("second");
    ann.awaitMessage("second", "sent");
    ann.message("first").hover();
    ann.message("first").getByTestId("reply").focus();
    ann.message("second").hover();
    expect(ann.message("second").getByTestId("reply")).isVisible();
    expect(ann.message("first").getByTestId("reply")).isFocused();
  }

  @Test
  void a_touched_screen_shows_the_actions_of_one_message() {
    try (Visitor cleo = Visitor.withPhone(chromium.browser(), "cleo", List.of(system.gateway(1)))) {
      cleo.register();
      cleo.enter(room);
      for (int i = 0; i < 20; i++) {
        service.say(room, "number " + i + ".");
      }
      cleo.page.getByTestId("join").tap();
      cleo.awaitMessage("number 19.", "sent");
      cleo.page.getByTestId("back").tap();
      cleo.page.locator("[data-testid=room-tile][data-room='" + room + "']").tap();
      for (int number : List.of(19, 17)) {
        Locator message = cleo.message("number " + number + ".");
        message.tap();
        expect(message.getByTestId("reply")).isVisible();
        // A browser leaves a pointer where it was touched, and other messages come there.
        cleo.message("number 15.").hover();
        expect(message.getByTestId("reply")).isVisible();
        expect(cleo.page.getByTestId("reply")).hasCount(1);
      }
    }
  }

  private void awaitKept(String text) {
    await()
        .pollInSameThread()
        .atMost(Duration.ofMillis((long) Visitor.PATIENCE))
        .until(() -> (boolean) ann.page.evaluate(IS_KEPT, List.of(room, text)));
  }

  private void act(String action) {
    ann.message("first").hover();
    ann.message("first").getByTestId(action).click();
  }

  private Locator composer() {
    return ann.page.getByTestId("composer");
  }
}
