package chat.infra.clients;

import static chat.infra.clients.Visitor.expect;
import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.system.ChatSystem;
import chat.infra.system.RunningSystem;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A person signs in to the application at an OpenID provider, by a code and PKCE. The provider
 * gives tokens at another origin than its own, which the page's policy has to allow.
 */
@ExtendWith(RunningSystem.class)
final class IssuerSignInTest {

  private final ChatSystem system;

  IssuerSignInTest(ChatSystem system) {
    this.system = system;
  }

  @Test
  void a_person_signs_in_at_an_issuer_and_stays_so() {
    String issuer = URI.create(system.provider().issuer()).getAuthority();
    String room = "issuer-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    try (Chromium chromium = new Chromium();
        Visitor ann =
            new Visitor(chromium.browser(), "ann", List.of(system.gateway(1)), ColorScheme.LIGHT)) {
      ann.page.evaluate("room => { location.hash = room }", room);
      ann.page.getByText("Sign in at " + issuer).click();

      expect(ann.page.getByTestId("chat")).isVisible();
      assertThat(ann.page.url()).isEqualTo(ann.line.address() + "/#" + room);
      ann.enter(room);
      ann.say("by a code");
      ann.awaitMessage("by a code", "sent");
      ann.page.reload();
      ann.awaitMessage("by a code", "sent");

      ann.page.getByTestId("account").click();
      ann.page.getByTestId("profile").click();
      expect(ann.page.getByTestId("save-profile")).isVisible();
      expect(ann.page.getByTestId("change-password")).hasCount(0);
      ann.page.keyboard().press("Escape");
      ann.signOut();
    }
  }
}
