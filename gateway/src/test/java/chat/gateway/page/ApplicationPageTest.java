package chat.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.TestGateway;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The application as a browser gets it. */
class ApplicationPageTest {

  private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");

  private final TestGateway gateway = TestGateway.shared();
  private final HttpResponse<String> page = gateway.get("/");

  @Test
  void the_page_is_asked_for_each_time() {
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
    assertThat(page.headers().firstValue("Last-Modified")).isEmpty();
  }

  @Test
  void the_page_has_no_script_or_style_of_its_own() {
    assertThat(page.body()).doesNotContain("<style", " style=", "onload=");
    assertThat(Pattern.compile("<script[^>]*>").matcher(page.body()).results())
        .isNotEmpty()
        .allMatch(tag -> tag.group().contains(" src=\"/assets/"));
  }

  @Test
  void its_files_are_kept_for_ever_and_come_compressed() {
    List<String> assets = assets();

    assertThat(assets)
        .anyMatch(path -> path.endsWith(".js"))
        .anyMatch(path -> path.endsWith(".css"));
    for (String path : assets) {
      HttpResponse<String> plain = gateway.get(path);
      HttpResponse<String> compressed = gateway.get(path, "Accept-Encoding", "gzip");

      assertThat(plain.statusCode()).as(path).isEqualTo(200);
      assertThat(plain.headers().firstValue("Cache-Control"))
          .hasValue("max-age=31536000, public, immutable");
      assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
      assertThat(compressed.headers().firstValue("Content-Encoding")).hasValue("gzip");
      assertThat(compressed.headers().firstValue("Vary").orElse("")).contains("Accept-Encoding");
      assertThat(compressed.headers().firstValue("Content-Type"))
          .isEqualTo(plain.headers().firstValue("Content-Type"));
    }
  }

  @Test
  void a_file_of_an_earlier_version_is_not_found() {
    assertThat(gateway.get("/assets/index-00000000.js").statusCode()).isEqualTo(404);
    assertThat(gateway.get("/bundle.sha256").statusCode()).isEqualTo(404);
  }

  private List<String> assets() {
    return ASSET.matcher(page.body()).results().map((MatchResult asset) -> asset.group(1)).toList();
  }
}
