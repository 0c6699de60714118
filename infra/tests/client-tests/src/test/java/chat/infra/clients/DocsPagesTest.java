package chat.infra.clients;

import static chat.infra.clients.Visitor.expect;
import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.system.ChatSystem;
import chat.infra.system.RunningSystem;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of the documents can be read, and their links lead somewhere. */
@ExtendWith(RunningSystem.class)
final class DocsPagesTest {

  private static final String DEAD_LINKS =
      """
      async () => {
        const links = [...document.querySelectorAll('a[href]')];
        const dead = await Promise.all(links.map(async ({href}) => {
          const {origin, pathname, hash} = new URL(href);
          if (origin !== location.origin) return null;
          if (href.startsWith(location.href.split('#')[0] + '#'))
            return !hash || document.getElementById(decodeURIComponent(hash.slice(1))) ? null : href;
          return (await fetch(pathname)).ok ? null : href;
        }));
        return dead.filter(link => link !== null);
      }
      """;

  private final ChatSystem system;
  private final Axe axe = new Axe();

  DocsPagesTest(ChatSystem system) throws IOException {
    this.system = system;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/docs",
        "/docs/client",
        "/docs/client/modules/_chat-backbone_client.html",
        "/docs/client/interfaces/_chat-backbone_client.Room.html"
      })
  void a_page_is_readable_and_its_links_lead_somewhere(String path) {
    List<String> problems = new ArrayList<>();
    try (Chromium chromium = new Chromium();
        Page page = chromium.browser().newPage()) {
      page.setDefaultTimeout(Visitor.PATIENCE);
      page.onConsoleMessage(message -> note(message, problems));
      page.navigate(system.gateway(1) + path);
      expect(page.getByRole(AriaRole.HEADING).first()).isVisible();
      expect(page.locator("article, section, dl").first()).isVisible();

      page.setViewportSize(390, 844);
      assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
          .as("fits a phone")
          .isEqualTo(true);
      assertThat((List<?>) page.evaluate(DEAD_LINKS)).isEmpty();
      assertThat(problems).as("refused by the page's policy").isEmpty();
      axe.check(page, path);
    }
  }

  private static void note(ConsoleMessage message, List<String> problems) {
    if ("error".equals(message.type())) {
      problems.add(message.text());
    }
  }
}
