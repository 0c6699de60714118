package chat.infra.clients;

import static chat.infra.clients.Visitor.expect;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.system.ChatSystem;
import chat.infra.system.RunningSystem;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People change their names, pictures and passwords, and end their accounts. */
@ExtendWith(RunningSystem.class)
final class ProfileTest {

  private static final String OTHER_PASSWORD = "wrong horse battery";
  private static final String LOADED =
      "picture => picture.decode().then(() => picture.naturalWidth > 0)";

  private final Chromium chromium = new Chromium();
  private final ChatSystem system;

  ProfileTest(ChatSystem system) {
    this.system = system;
  }

  @AfterEach
  void close() {
    chromium.close();
  }

  @Test
  void others_see_the_name_and_the_picture_of_a_person() throws IOException {
    try (Visitor ann = visitor("ann", 1);
        Visitor ben = visitor("ben", 2)) {
      String room = "profile-" + ann.username;
      ann.enter(room);
      ann.say("before");
      ann.awaitMessage("before", "sent");

      Locator profile = profile(ann.page);
      profile.locator("input[name=name]").fill("Ann of the Hill");
      profile.getByTestId("save-profile").click();
      profile.getByTestId("picture-input").setInputFiles(picture());
      expect(profile.getByTestId("remove-picture")).isVisible();
      assertThat(profile.getByTestId("avatar-picture").evaluate(LOADED)).isEqualTo(true);
      ann.page.keyboard().press("Escape");

      expect(ann.page.getByTestId("me")).hasText("Ann of the Hill");
      ben.enter(room);
      for (Visitor reader : List.of(ann, ben)) {
        Locator message = reader.message("before");
        expect(message).containsText("Ann of the Hill");
        expect(message).containsText("@" + ann.username);
        assertThat(message.getByTestId("avatar-picture").evaluate(LOADED)).isEqualTo(true);
      }

      profile(ann.page).getByTestId("remove-picture").click();
      expect(profile.getByTestId("avatar-picture")).hasCount(0);
      ann.page.keyboard().press("Escape");
      expect(ann.message("before").getByTestId("avatar-picture")).hasCount(0);
    }
  }

  @Test
  void a_password_is_changed_with_the_present_one_only() {
    try (Visitor ann = visitor("ann", 1)) {
      Locator profile = profile(ann.page);
      changePassword(profile, OTHER_PASSWORD);
      expect(profile.locator("input[name=password]")).hasAttribute("aria-invalid", "true");
      changePassword(profile, Visitor.PASSWORD);
      expect(profile.getByText("All other devices are signed out")).isVisible();
      expect(profile.locator("input[name=newPassword]")).hasValue("");

      ann.page.keyboard().press("Escape");
      ann.signOut();
      ann.signIn(Visitor.PASSWORD);
      expect(ann.page.locator(".form-error")).isVisible();
      ann.signIn(OTHER_PASSWORD);
      expect(ann.page.getByTestId("chat")).isVisible();
    }
  }

  @Test
  void a_deleted_account_leaves_nothing_of_the_person() {
    try (Visitor ann = visitor("ann", 1);
        Visitor ben = visitor("ben", 2)) {
      String room = "erased-" + ann.username;
      ann.enter(room);
      ann.say("soon gone");
      ben.enter(room);
      ben.awaitMessage("soon gone", "sent");

      profile(ann.page).getByTestId("erase").click();
      Locator question = ann.page.getByTestId("erase-dialog");
      question.locator("input[name=password]").fill(OTHER_PASSWORD);
      question.getByTestId("erase-yes").click();
      expect(question.locator("input[name=password]")).hasAttribute("aria-invalid", "true");
      question.locator("input[name=password]").fill(Visitor.PASSWORD);
      question.getByTestId("erase-yes").click();

      expect(ann.page.getByTestId("signin")).isVisible();
      assertThat(ann.page.evaluate("() => localStorage.getItem('chat.sessions')")).isEqualTo("[]");
      ann.signIn(Visitor.PASSWORD);
      expect(ann.page.locator(".form-error")).isVisible();
    }
  }

  @Test
  void a_file_shows_its_name_and_picture_before_the_log_has_its_message() throws IOException {
    try (Visitor ann = visitor("ann", 1)) {
      ann.enter("files-" + ann.username);
      FilePayload text = new FilePayload("notes.txt", "text/plain", "some notes".getBytes(UTF_8));
      ann.refuseSockets();
      ann.awaitPhase(ann.page, "offline");
      ann.page.getByTestId("file-input").setInputFiles(new FilePayload[] {picture(), text});
      ann.page.getByTestId("composer").fill("two files");
      ann.page.getByTestId("send").click();

      ann.awaitMessage("two files", "queued");
      assertShowsBoth(ann.message("two files"));
      ann.page.reload();
      ann.awaitMessage("two files", "queued");
      assertShowsBoth(ann.message("two files"));
      ann.allowSockets();
      ann.awaitMessage("two files", "sent");
      assertShowsBoth(ann.message("two files"));
    }
  }

  private static void assertShowsBoth(Locator message) {
    expect(message.getByTestId("file")).containsText("notes.txt");
    expect(message.getByTestId("picture")).isVisible();
    assertThat(message.getByTestId("picture").evaluate(LOADED)).isEqualTo(true);
  }

  private static Locator profile(Page page) {
    page.getByTestId("account").click();
    page.getByTestId("profile").click();
    return page.getByTestId("profile-dialog");
  }

  private static void changePassword(Locator profile, String present) {
    profile.locator("input[name=password]").fill(present);
    profile.locator("input[name=newPassword]").fill(OTHER_PASSWORD);
    profile.getByTestId("change-password").click();
  }

  private static FilePayload picture() throws IOException {
    byte[] bytes = Files.readAllBytes(ChatSystem.root().resolve("docs/images/page.png"));
    return new FilePayload("page.png", "image/png", bytes);
  }

  private Visitor visitor(String name, int gateway) {
    List<URI> addresses = List.of(system.gateway(gateway));
    Visitor visitor = new Visitor(chromium.browser(), name, addresses, ColorScheme.LIGHT);
    visitor.register();
    return visitor;
  }
}
