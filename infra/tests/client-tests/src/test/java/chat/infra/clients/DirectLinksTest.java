package chat.infra.clients;

import static chat.infra.clients.Visitor.expect;
import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.system.ChatSystem;
import chat.infra.system.RunningSystem;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Pictures by links that lead straight to S3, as they do with a public address of S3: the test
 * changes these links and the page's policy on their way, as the services do with that setting.
 */
@ExtendWith(RunningSystem.class)
final class DirectLinksTest {

  private static final String LOADED =
      "picture => picture.decode().then(() => picture.naturalWidth > 0)";

  private final ChatSystem system;

  DirectLinksTest(ChatSystem system) {
    this.system = system;
  }

  @Test
  void pictures_of_people_and_messages_are_loaded_from_s3() throws IOException {
    Path picture = ChatSystem.root().resolve("docs/images/page.png");
    try (Chromium chromium = new Chromium();
        Visitor ann = visitor(chromium)) {
      ann.page.route(ann.line.address() + "/", this::allow);
      ann.page.route("**/api/files/*?size=*", this::lead);
      ann.page.reload();
      ann.register();
      ann.enter("direct-" + ann.username);

      ann.page.getByTestId("file-input").setInputFiles(picture);
      ann.say("a picture");
      ann.awaitMessage("a picture", "sent");
      ann.page.reload();
      assertFromS3(ann.message("a picture").getByTestId("picture"));

      ann.page.getByTestId("account").click();
      ann.page.getByTestId("profile").click();
      Locator input = ann.page.getByTestId("picture-input");
      ann.page.waitForResponse(this::isPictureOfS3, () -> input.setInputFiles(picture));
      Locator avatar = ann.page.getByTestId("profile-dialog").getByTestId("avatar-picture");
      expect(avatar).isVisible();
      assertThat(avatar.evaluate(LOADED)).isEqualTo(true);
    }
  }

  /** The picture is there. An answer without CORS headers that the browser keeps does no harm. */
  private void assertFromS3(Locator picture) {
    expect(picture).isVisible();
    assertThat(picture.evaluate(LOADED)).isEqualTo(true);
    assertThat((String) picture.evaluate("it => it.src")).startsWith(system.s3() + "/");
    Object again =
        picture.evaluate("it => fetch(it.src, {cache: 'no-store'}).then(({status}) => status)");
    assertThat(again).isEqualTo(200);
  }

  private boolean isPictureOfS3(Response response) {
    return response.request().method().equals("GET")
        && response.url().startsWith(system.s3() + "/")
        && response.ok();
  }

  private void allow(Route route) {
    APIResponse page = route.fetch();
    Map<String, String> headers = new HashMap<>(page.headers());
    headers.computeIfPresent(
        "content-security-policy",
        (name, policy) ->
            policy
                .replace("connect-src 'self'", "connect-src 'self' " + system.s3())
                .replace("img-src 'self'", "img-src 'self' " + system.s3()));
    route.fulfill(new FulfillOptions().setResponse(page).setHeaders(headers));
  }

  private void lead(Route route) {
    APIResponse answer = route.fetch(new Route.FetchOptions().setMaxRedirects(0));
    Map<String, String> headers = new HashMap<>(answer.headers());
    headers.computeIfPresent(
        "location",
        (name, link) -> {
          URI through = URI.create(link);
          String key = through.getRawPath().replaceFirst("^/files/", "/chat-files/");
          return system.s3() + key + "?" + through.getRawQuery();
        });
    route.fulfill(new FulfillOptions().setResponse(answer).setHeaders(headers));
  }

  private Visitor visitor(Chromium chromium) {
    return new Visitor(chromium.browser(), "ann", List.of(system.gateway(1)), ColorScheme.LIGHT);
  }
}
