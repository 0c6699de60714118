package chat.infra.clients;

import static chat.infra.clients.Visitor.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.infra.system.ChatSystem;
import chat.infra.system.RunningSystem;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** People use the application in Chromium, over two gateways and a network that breaks. */
@ExtendWith(RunningSystem.class)
@Isolated // ends gateways
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApplicationTest {

  private static final int MISSED = 300;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration FRAME = Duration.ofMillis(20);

  /**
   * The text of the messages in the page. The first of them then becomes the last one on the
   * screen, so that a slow page skips none. A row has no text until the list has measured it: then
   * nothing is read yet.
   */
  private static final String READ_AND_SCROLL_UP =
      """
      timeline => {
        const messages = [...timeline.querySelectorAll('[data-testid=message]')];
        const shown = message => message.checkVisibility({visibilityProperty: true});
        if (messages.length === 0 || !messages.every(shown)) return '';
        messages[0].scrollIntoView({block: 'end'});
        return messages.map(message => message.innerText).join('\\n');
      }
      """;

  private final Chromium chromium = new Chromium();
  private final List<Visitor> visitors = new ArrayList<>();
  private final ChatSystem system;
  private final Gateways gateways;
  private final Service service;

  ApplicationTest(ChatSystem system) {
    this.system = system;
    this.gateways = new Gateways(system);
    this.service = new Service(system.gateway(2));
  }

  @AfterEach
  void closeBrowsers(TestInfo test) {
    try {
      visitors.forEach(visitor -> visitor.showLast(test.getDisplayName()));
    } finally {
      visitors.forEach(Visitor::close);
      visitors.clear();
    }
  }

  @AfterAll
  void closeAll() {
    chromium.close();
  }

  @Test
  void two_people_at_two_gateways_chat() {
    Visitor ann = visitor("ann", 1);
    Visitor ben = visitor("ben", 2);
    String room = room();
    ann.enter(room);
    ben.enter(room);

    ann.type("Lunch at noon");
    expect(ben.page.getByTestId("typing")).containsText(ann.username);
    ann.page.getByTestId("composer").press("Enter");
    ben.awaitMessage("Lunch at noon", "sent");
    ann.awaitMessage("Lunch at noon", "sent");

    ben.say("Yes, @" + ann.username + "!");
    ann.awaitMessage("Yes, @" + ann.username, "sent");

    act(ann, "Lunch at noon", "edit");
    expect(ann.page.getByTestId("composer")).isFocused();
    ann.say("Lunch at one");
    ben.awaitMessage("Lunch at one", "sent");
    expect(ben.message("Lunch at noon")).hasCount(0);
  }

  @Test
  void a_person_who_was_offline_for_a_minute_gets_all_that_was_missed() {
    Visitor ann = visitor("ann", 1, 2);
    String room = room();
    ann.enter(room);
    ann.say("I am off");
    ann.awaitMessage("I am off", "sent");

    ann.line.cut();
    ann.awaitPhase(ann.page, "offline");
    talkForAMinute(room);
    ann.line.restore();

    ann.awaitPhase(ann.page, "live");
    List<String> expected =
        IntStream.rangeClosed(1, MISSED).mapToObj(i -> "missed " + i + ".").toList();
    assertThat(readUpwards(ann.page)).isEqualTo(expected);
  }

  /** Says 300 messages, five a second. */
  private void talkForAMinute(String room) {
    AtomicInteger said = new AtomicInteger();
    await()
        .pollInSameThread()
        .pollInterval(MINUTE.dividedBy(MISSED))
        .atMost(MINUTE.multipliedBy(4))
        .until(
            () -> {
              service.say(room, "missed " + said.incrementAndGet() + ".");
              return said.get() == MISSED;
            });
  }

  /** The missed messages as they come past, from the newest one up to the first. */
  private static List<String> readUpwards(Page page) {
    if (page.getByTestId("to-newest").isVisible()) {
      page.getByTestId("to-newest").click();
    }
    expect(page.getByTestId("message").last()).containsText("missed " + MISSED + ".");
    List<String> upwards = new ArrayList<>();
    await()
        .pollInSameThread()
        .pollInterval(FRAME)
        .atMost(Duration.ofMillis((long) Visitor.PATIENCE))
        .until(
            () -> {
              readScreen(page, upwards);
              return upwards.contains("missed 1.");
            });
    Collections.reverse(upwards);
    return upwards;
  }

  private static void readScreen(Page page, List<String> upwards) {
    String text = (String) page.getByTestId("timeline").evaluate(READ_AND_SCROLL_UP);
    List<String> lines = new ArrayList<>(text.lines().toList());
    Collections.reverse(lines);
    lines.stream()
        .filter(line -> line.startsWith("missed ") && !upwards.contains(line))
        .forEach(upwards::add);
  }

  @Test
  void a_gateway_that_is_killed_takes_no_text_along() {
    Visitor ann = visitor("ann", 1, 2);
    Visitor ben = visitor("ben", 2);
    String room = room();
    ann.enter(room);
    ben.enter(room);
    ann.say("before");
    ben.awaitMessage("before", "sent");

    ann.type("half a sent");
    try {
      gateways.kill(1);
      ann.type("ence");
      expect(ann.page.getByTestId("composer")).hasValue("half a sentence");
      ann.page.getByTestId("composer").press("Enter");
      ann.awaitMessage("half a sentence", "sent");
      ben.awaitMessage("half a sentence", "sent");
      ben.say("and an answer");
      ann.awaitMessage("and an answer", "sent");
    } finally {
      gateways.heal();
    }
  }

  @Test
  void a_picture_is_uploaded_and_seen_by_the_other() throws IOException {
    Visitor ann = visitor("ann", 1);
    Visitor ben = visitor("ben", 2);
    String room = room();
    ann.enter(room);
    ben.enter(room);
    byte[] picture = Files.readAllBytes(ChatSystem.root().resolve("docs/images/page.png"));

    ann.page
        .getByTestId("file-input")
        .setInputFiles(new FilePayload("page.png", "image/png", picture));
    expect(ann.page.getByTestId("upload")).isVisible();
    ann.page.getByTestId("composer").fill("a picture");
    expect(ann.page.getByTestId("send")).isEnabled();
    ann.page.getByTestId("send").click();

    ben.awaitMessage("a picture", "sent");
    Locator seen = ben.message("a picture").getByTestId("picture");
    expect(seen).isVisible();
    ben.page.waitForFunction(
        "() => document.querySelector('[data-testid=picture]')?.naturalWidth > 0");
  }

  @Test
  void unsent_messages_outlive_a_reload() {
    Visitor ann = visitor("ann", 1, 2);
    Visitor ben = visitor("ben", 2);
    String room = room();
    ann.enter(room);
    ben.enter(room);

    ann.refuseSockets();
    ann.awaitPhase(ann.page, "offline");
    ann.say("first unsent");
    ann.say("second unsent");
    ann.awaitMessage("second unsent", "queued");
    ann.page.reload();
    ann.awaitMessage("first unsent", "queued");
    ann.awaitMessage("second unsent", "queued");
    expect(ben.message("unsent")).hasCount(0);
    ann.allowSockets();

    ann.awaitMessage("first unsent", "sent");
    ann.awaitMessage("second unsent", "sent");
    ben.awaitMessage("first unsent", "sent");
    ben.awaitMessage("second unsent", "sent");
    expect(ben.message("unsent").first()).containsText("first unsent");
  }

  @Test
  void two_tabs_show_and_send_the_same() {
    Visitor ann = visitor("ann", 1, 2);
    String room = room();
    ann.enter(room);
    Page second = ann.secondTab();
    ann.enter(second, room);

    ann.say("from the first tab");
    ann.say(second, "from the second tab");
    for (Page tab : List.of(ann.page, second)) {
      ann.awaitMessage(tab, "from the first tab", "sent");
      ann.awaitMessage(tab, "from the second tab", "sent");
    }

    ann.line.cut();
    ann.awaitPhase(ann.page, "offline");
    ann.awaitPhase(second, "offline");
    ann.say("first without a network");
    ann.say(second, "second without a network");
    for (Page tab : List.of(ann.page, second)) {
      ann.awaitMessage(tab, "first without", "queued");
      ann.awaitMessage(tab, "second without", "queued");
    }
    ann.line.restore();
    for (Page tab : List.of(ann.page, second)) {
      ann.awaitMessage(tab, "first without", "sent");
      ann.awaitMessage(tab, "second without", "sent");
    }
  }

  private static void act(Visitor visitor, String message, String action) {
    visitor.message(message).hover();
    visitor.message(message).getByTestId(action).click();
  }

  private static String room() {
    return "app-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
  }

  /** A registered person whose connections go to these gateways, the first one that lives. */
  private Visitor visitor(String name, int... numbers) {
    List<URI> addresses = IntStream.of(numbers).mapToObj(system::gateway).toList();
    Visitor visitor = new Visitor(chromium.browser(), name, addresses, ColorScheme.LIGHT);
    visitors.add(visitor);
    visitor.register();
    return visitor;
  }
}
