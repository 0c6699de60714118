package chat.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.edge.issuer.IssuerSettings;
import chat.gateway.account.TestGateway;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** What a page may load and call. */
class PagePolicyTest {

  @Test
  void a_page_calls_its_own_gateway_only() {
    String policy = policyOf(TestGateway.shared());

    assertThat(policy)
        .contains("connect-src 'self';", "img-src 'self' data: blob:;", "media-src 'self' blob:;");
  }

  @Test
  void a_page_loads_files_from_the_storage_to_which_links_lead() {
    try (TestGateway gateway =
        new TestGateway("chat.s3.public-endpoint=https://s3.example:9000/under")) {
      assertThat(policyOf(gateway))
          .contains(
              "connect-src 'self' https://s3.example:9000;",
              "img-src 'self' data: blob: https://s3.example:9000;",
              "media-src 'self' blob: https://s3.example:9000;");
    }
  }

  @Test
  void an_address_without_a_host_is_refused() {
    IssuerSettings none = new IssuerSettings(List.of());
    StandardEnvironment settings = new StandardEnvironment();
    settings
        .getPropertySources()
        .addFirst(new MapPropertySource("test", Map.of("chat.s3.public-endpoint", "s3.example")));

    assertThatThrownBy(() -> new PagePolicy(none, settings))
        .hasMessageContaining("chat.s3.public-endpoint: s3.example (expected: https://host");
  }

  private static String policyOf(TestGateway gateway) {
    return gateway.get("/").headers().firstValue("Content-Security-Policy").orElse("");
  }
}
