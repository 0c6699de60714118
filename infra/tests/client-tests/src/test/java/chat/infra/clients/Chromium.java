package chat.infra.clients;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The browser of the machine, without a window. Its pages belong to the thread that opened it. */
final class Chromium implements AutoCloseable {

  /** Where the browser is; {@code -Dchromium=PATH} names another. */
  static final Path EXECUTABLE = Path.of(System.getProperty("chromium", "/usr/bin/chromium"));

  /**
   * Pages that a test serves itself come from no address, and Chromium lets such pages open no
   * sockets to the machine.
   */
  private static final String LOCAL_SOCKETS =
      "--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets";

  private final Playwright playwright;
  private final Browser browser;

  Chromium() {
    PlaywrightAssertions.setDefaultAssertionTimeout(Visitor.PATIENCE);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PLAYWRIGHT_NODEJS_PATH",
                        NodeRuntime.executable().toString())));
    LaunchOptions options =
        new LaunchOptions()
            .setExecutablePath(EXECUTABLE)
            .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage", LOCAL_SOCKETS));
    try {
      browser = playwright.chromium().launch(options);
    } catch (RuntimeException e) {
      playwright.close();
      throw e;
    }
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    try (playwright) {
      browser.close();
    }
  }
}
