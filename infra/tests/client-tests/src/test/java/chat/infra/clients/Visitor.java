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
import java.util.concurrent.ThreadLocalRandom;

/** A person with a browser of their own, who uses the application over a network that may break. */
final class Visitor implements AutoCloseable {

  /** The longest time in which something that is to come has to be on the screen, in ms. */
  static final double PATIENCE = 60_000;

  static final String PASSWORD = "correct horse battery";

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
    username = name + "-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 30), 36);
    line = new FaultyLine(gateways);
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setLocale("en-GB")
                .setColorScheme(colors)
                .setViewportSize(1280, 800));
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
    page.navigate(line.address().toString());
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
