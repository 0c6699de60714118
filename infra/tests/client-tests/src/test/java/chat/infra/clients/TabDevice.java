package chat.infra.clients;

import chat.infra.system.ChatSystem;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.net.URI;
import java.nio.file.Path;

/** A client in a tab of a browser; the tabs of a context share its IndexedDB. */
final class TabDevice implements Device {

  private static final String FILES = "/client-tests/";
  private static final String PAGE = FILES + "infra/tests/client-tests/src/test/js/page.html";

  private final BrowserContext context;
  private final URI origin;
  private Page page;

  /**
   * Opens a tab.
   *
   * @param origin where its page seems to come from: the address of its gateways
   */
  TabDevice(BrowserContext context, URI origin) {
    this.context = context;
    this.origin = origin;
    context.setDefaultTimeout(Visitor.PATIENCE);
    this.page = open();
  }

  private Page open() {
    Page opened = context.newPage();
    opened.route("**" + FILES + "**", TabDevice::serve);
    opened.navigate(origin + PAGE);
    opened.waitForFunction("() => window.drive !== undefined");
    return opened;
  }

  private static void serve(Route route) {
    String path = URI.create(route.request().url()).getPath().substring(FILES.length());
    Path file = ChatSystem.root().resolve(path);
    String type = path.endsWith(".html") ? "text/html" : "text/javascript";
    route.fulfill(new Route.FulfillOptions().setPath(file).setContentType(type));
  }

  @Override
  public String answer(String command) {
    return (String) page.evaluate("command => window.drive(command)", command);
  }

  @Override
  public void restart() {
    page.close();
    page = open();
  }

  @Override
  public void sleep() {
    state("frozen");
  }

  @Override
  public void wake() {
    state("active");
  }

  private void state(String state) {
    CDPSession session = context.newCDPSession(page);
    JsonObject parameters = new JsonObject();
    parameters.addProperty("state", state);
    session.send("Page.setWebLifecycleState", parameters);
    session.detach();
  }

  @Override
  public void close() {
    if (!page.isClosed()) {
      page.close();
    }
  }
}
