package chat.infra.clients;

import static chat.infra.clients.Visitor.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.infra.system.ChatSystem;
import chat.infra.system.RunningSystem;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the client do what they are there for, as they are. */
@ExtendWith(RunningSystem.class)
final class ExamplesTest {

  private static final Path CLIENT = ChatSystem.root().resolve("clients/typescript");
  private static final Duration PATIENCE = Duration.ofMillis((long) Visitor.PATIENCE);
  private static final int BOT_LINES = 20;

  private final String name = "guest" + ThreadLocalRandom.current().nextInt(1_000_000);
  private final ChatSystem system;
  private final Service service;

  ExamplesTest(ChatSystem system) {
    this.system = system;
    this.service = new Service(system.gateway(2));
  }

  @Test
  void the_bot_answers_in_twenty_lines() throws IOException {
    assertThat(Files.readAllLines(CLIENT.resolve("examples/bot.mjs"))).hasSize(BOT_LINES);
    Path directory = Files.createTempDirectory(NodeRuntime.TARGET, "bot");
    Path output = directory.resolve("output");
    String gateway = system.gateway(1).toString();
    Process bot =
        new ProcessBuilder(NodeRuntime.command("clients/typescript/examples/bot.mjs", gateway))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(Files.readString(output)).contains("listening in general as clock"));
      long asked = service.say("general", "!time").path("seq").longValue();
      await().atMost(PATIENCE).until(() -> isAnswered(asked));
    } finally {
      bot.destroyForcibly().onExit().join();
    }
  }

  private boolean isAnswered(long asked) {
    String page = "/api/server/messages?room=general&limit=200&after=" + asked;
    return service
        .call("GET", page, null)
        .path("messages")
        .valueStream()
        .anyMatch(message -> message.path("replyTo").longValue(0) == asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"page.html", "room.html"})
  void a_page_shows_a_room_and_sends_to_it(String example) {
    try (Chromium chromium = new Chromium();
        BrowserContext context = chromium.browser().newContext()) {
      context.setDefaultTimeout(Visitor.PATIENCE);
      Page page = context.newPage();
      page.route(ChatSystem.FOREIGN_ORIGIN + "/**", ExamplesTest::serve);
      page.navigate(
          "%s/examples/%s?name=%s&url=%s"
              .formatted(ChatSystem.FOREIGN_ORIGIN, example, name, system.gateway(1)));
      Locator field = page.locator("input[name=content]");
      expect(page.getByText("live").first()).isVisible();

      service.say("general", "for " + name);
      expect(line(page, "for " + name)).hasCount(1);
      field.fill("from " + name);
      field.press("Enter");
      expect(line(page, name)).hasCount(2);
      await().atMost(PATIENCE).until(() -> isInGeneral("from " + name));
      page.reload();
      expect(line(page, "from " + name)).hasCount(1);
    }
  }

  private static Locator line(Page page, String text) {
    return page.locator("li").filter(new Locator.FilterOptions().setHasText(text));
  }

  private boolean isInGeneral(String content) {
    return service
        .call("GET", "/api/server/messages?room=general&limit=200", null)
        .path("messages")
        .valueStream()
        .anyMatch(message -> content.equals(message.path("content").stringValue(null)));
  }

  private static void serve(Route route) {
    Path file = CLIENT.resolve(URI.create(route.request().url()).getPath().substring(1));
    String type = file.toString().endsWith(".html") ? "text/html" : "text/javascript";
    route.fulfill(new Route.FulfillOptions().setPath(file).setContentType(type));
  }

  @Test
  void the_bundle_of_the_component_was_made_of_it() throws IOException, GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (String source : List.of("room.tsx", "room-page.tsx")) {
      digest.update(Files.readAllBytes(CLIENT.resolve("examples").resolve(source)));
    }
    assertThat(Files.readAllLines(CLIENT.resolve("examples/bundle/room.js")).get(0))
        .as("digest of the sources, which `npm run build` makes")
        .isEqualTo("// " + HexFormat.of().formatHex(digest.digest()));
  }
}
