package chat.infra.clients;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** A person with a browser of their own, who uses the application over a network that may break. */
final class Visitor implements AutoCloseable {

  /** The longest time in which something that is to come has to be on the screen, in ms. */
  static final double PATIENCE = 60_000;

  static final String PASSWORD = "correct horse battery";

  private static final String HAND_IN =
      """
      (element, [kind, file, texts]) => {
        const data = new DataTransfer();
        for (const [type, text] of Object.entries(texts)) data.setData(type, text);
        data.items.add(new File(['some text'], file, {type: 'text/plain'}));
        const how = {bubbles: true, cancelable: true};
        return element.dispatchEvent(kind === 'paste'
          ? new ClipboardEvent(kind, {...how, clipboardData: data})
          : new DragEvent(kind, {...how, dataTransfer: data}));
      }
      """;

  final String username;
  final FaultyLine line;
  final Page page;
  private final BrowserContext context;
  private volatile boolean socketsRefused;

  /**
   * Opens the application.
   *
   * @param gateways where the person's connections go: to the first one that lives
   */
  Visitor(Browser browser, String name, List<URI> gateways, ColorScheme colors) {
    this(
        browser,
        name,
        gateways,
        new Browser.NewContextOptions().setColorScheme(colors).setViewportSize(1280, 800));
  }

  /** A person with a phone that is touched. */
  static Visitor withPhone(Browser browser, String name, List<URI> gateways) {
    Browser.NewContextOptions phone =
        new Browser.NewContextOptions()
            .setViewportSize(390, 780)
            .setHasTouch(true)
            .setIsMobile(true);
    return new Visitor(browser, name, gateways, phone);
  }

  private Visitor(
      Browser browser, String name, List<URI> gateways, Browser.NewContextOptions options) {
    username = name + "-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 30), 36);
    line = new FaultyLine(gateways);
    context = browser.newContext(options.setLocale("en-GB"));
    context.setDefaultTimeout(PATIENCE);
    context.routeWebSocket(
        "**/ws",
        socket -> {
          if (socketsRefused) {
            socket.close();
          } else {
            socket.connectToServer();
          }
        });
    page = context.newPage();
    try {
      page.navigate(line.address().toString());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Makes an account, and waits for the list of rooms. */
  void register() {
    page.getByTestId("signin-switch").click();
    page.locator("input[name=email]").fill(username + "@example.org");
    page.locator("input[name=username]").fill(username);
    page.locator("input[name=password]").fill(PASSWORD);
    page.getByTestId("signin-submit").click();
    expect(page.getByTestId("chat")).isVisible();
  }

  /** Fills the form to sign in. */
  void signIn(String password) {
    page.locator("input[name=email]").fill(username + "@example.org");
    page.locator("input[name=password]").fill(password);
    page.getByTestId("signin-submit").click();
  }

  void signOut() {
    page.getByTestId("account").click();
    page.getByTestId("sign-out").click();
    expect(page.getByTestId("signin")).isVisible();
  }

  /** Pastes or drops a text file on an element. */
  static void handIn(Locator element, String kind, String file) {
    handIn(element, kind, file, Map.of());
  }

  /**
   * The same, with texts by their types.
   *
   * @param kind {@code paste}, or an event of dragging
   * @return whether the browser goes on with it, as the page did not take it
   */
  static boolean handIn(Locator element, String kind, String file, Map<String, String> texts) {
    return (boolean) element.evaluate(HAND_IN, List.of(kind, file, texts));
  }

  /** Goes to a room, and waits until everything of it is there. */
  void enter(String room) {
    enter(page, room);
  }

  void enter(Page tab, String room) {
    tab.evaluate("room => { location.hash = room }", room);
    expect(tab.locator("[data-testid=room][data-room='" + room + "']")).isVisible();
    awaitPhase(tab, "live");
  }

  /** Another tab of the same browser. */
  Page secondTab() {
    Page tab = context.newPage();
    tab.navigate(line.address().toString());
    expect(tab.getByTestId("chat")).isVisible();
    return tab;
  }

  void awaitPhase(Page tab, String phase) {
    expect(tab.getByTestId("connection")).hasAttribute("data-phase", phase);
  }

  void type(String text) {
    page.getByTestId("composer").pressSequentially(text);
  }

  void say(String text) {
    say(page, text);
  }

  void say(Page tab, String text) {
    tab.getByTestId("composer").fill(text);
    tab.getByTestId("composer").press("Enter");
  }

  /** The one message with a text. */
  Locator message(String text) {
    return message(page, text);
  }

  Locator message(Page tab, String text) {
    return tab.getByTestId("message").filter(new Locator.FilterOptions().setHasText(text));
  }

  /** Waits until a message is on the screen, once, and in a state. */
  void awaitMessage(String text, String state) {
    awaitMessage(page, text, state);
  }

  void awaitMessage(Page tab, String text, String state) {
    Locator message = message(tab, text);
    expect(message).hasCount(1);
    expect(message).hasAttribute("data-state", state);
  }

  /** From now on no WebSocket opens, while pages still load; the present one breaks. */
  void refuseSockets() {
    socketsRefused = true;
    line.cut();
    line.restore();
  }

  void allowSockets() {
    socketsRefused = false;
  }

  /** Leaves a screenshot of what the person saw at the end of a test. */
  void showLast(String test) {
    Path file = NodeRuntime.TARGET.resolve("last-screens").resolve(test + " " + username + ".png");
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
  }

  static LocatorAssertions expect(Locator locator) {
    return PlaywrightAssertions.assertThat(locator);
  }

  @Override
  public void close() {
    context.close();
    line.close();
  }
}
