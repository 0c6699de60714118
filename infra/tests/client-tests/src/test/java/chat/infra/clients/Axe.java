package chat.infra.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Looks for what keeps people from using a page, by axe's rules. */
final class Axe {

  private static final String SERIOUS =
      """
      async () => {
        const {violations} = await axe.run(document, {resultTypes: ['violations']});
        const serious = violations.filter(({impact}) => impact === 'serious' || impact === 'critical');
        return JSON.stringify(serious.map(({id, help, nodes}) =>
          `${id}: ${help}: ${nodes.slice(0, 3).map(({html}) => html.slice(0, 200)).join(' | ')}`));
      }
      """;

  private final String script;

  Axe() throws IOException {
    try (InputStream bytes = Objects.requireNonNull(Axe.class.getResourceAsStream("/axe.min.js"))) {
      script = new String(bytes.readAllBytes(), UTF_8);
    }
  }

  /** Fails if there is a serious finding. */
  void check(Page page, String name) {
    page.evaluate(script + "\n;null");
    String findings = (String) page.evaluate(SERIOUS);
    assertThat(new Gson().fromJson(findings, String[].class)).as(name).isEmpty();
  }
}
