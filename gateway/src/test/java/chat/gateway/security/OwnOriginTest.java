package chat.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.TestGateway;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The origin of a gateway's own pages, behind a trusted proxy and an untrusted one. Calls of other
 * pages are refused.
 */
class OwnOriginTest {

  private static final String PAGE = "https://chat.example.org";
  private static final TestGateway BEHIND_PROXY =
      new TestGateway("chat.web.trusted-proxies=127.0.0.0/8,10.0.0.0/8,2001:db8::/32");
  private static final TestGateway ALONE = new TestGateway("chat.web.trusted-proxies=10.0.0.0/8");

  @AfterAll
  static void stop() {
    BEHIND_PROXY.close();
    ALONE.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://chat.example.org      | Host: chat.example.org ~ X-Forwarded-Proto: https
          https://chat.example.org      | Host: chat.example.org ~ X-Forwarded-Proto: HTTPS
          https://chat.example.org      | Host: Chat.Example.ORG ~ X-Forwarded-Proto: "https"
          https://chat.example.org      | Host: chat.example.org ~ X-Forwarded-Proto: wss
          https://chat.example.org      | Host: 10.1.2.3:8080 ~ X-Forwarded-Proto: https ~ X-Forwarded-Host: chat.example.org
          https://chat.example.org      | Host: a ~ X-Forwarded-Proto: https ~ X-Forwarded-Host: Chat.Example.Org:443
          https://chat.example.org      | Host: a:81 ~ X-Forwarded-Proto: https ~ X-Forwarded-Host: chat.example.org ~ X-Forwarded-Port: 443
          https://chat.example.org      | Host: chat.example.org:8080 ~ X-Forwarded-Proto: https ~ X-Forwarded-Port: 443
          https://chat.example.org      | Host: chat.example.org ~ X-Forwarded-Proto: https ~ X-Forwarded-Port: 80
          https://chat.example.org:8443 | Host: chat.example.org ~ X-Forwarded-Proto: https ~ X-Forwarded-Port: 8443
          https://chat.example.org:8443 | Host: chat.example.org:8443 ~ X-Forwarded-Proto: https
          https://chat.example.org:8443 | Host: a ~ X-Forwarded-Proto: https ~ X-Forwarded-Host: chat.example.org:8443 ~ X-Forwarded-Port: 443
          http://chat.example.org       | Host: a:8080 ~ X-Forwarded-Host: chat.example.org
          https://[2001:db8::1]:8443    | Host: a ~ X-Forwarded-Proto: https ~ X-Forwarded-Host: [2001:DB8::1]:8443
          https://chat.example.org      | Host: chat.example.org ~ Forwarded: proto=https
          https://chat.example.org      | Host: a ~ Forwarded: for=192.0.2.1;proto=https;host=chat.example.org
          https://chat.example.org      | Host: a ~ Forwarded: For="[2001:db9::1]:4711" ; PROTO=HTTPS;Host="chat.example.org:443"
          https://chat.example.org:8443 | Host: a ~ Forwarded: host="chat.example\\.org:8443";proto=https
          https://[2001:db8::1]         | Host: a ~ Forwarded: host="[2001:db8::1]";proto=https
          https://chat.example.org      | Host: a ~ Forwarded: proto=http;host=evil.example, for=192.0.2.1;proto=https;host=chat.example.org
          https://chat.example.org      | Host: a ~ Forwarded: proto=http;host=evil.example ~ Forwarded: for=192.0.2.1;proto=https;host=chat.example.org
          https://chat.example.org      | Host: a ~ Forwarded: for=192.0.2.1;proto=https;host=chat.example.org, for=10.0.0.1;proto=http;host=inner
          https://chat.example.org      | Host: a ~ X-Forwarded-For: 192.0.2.1, 10.0.0.1 ~ X-Forwarded-Proto: https, http ~ X-Forwarded-Host: chat.example.org, inner
          https://chat.example.org      | Host: a ~ X-Forwarded-For: 192.0.2.1 ~ X-Forwarded-Proto: http, https ~ X-Forwarded-Host: evil.example,chat.example.org
          https://chat.example.org      | Host: chat.example.org ~ X-Forwarded-Proto: https ~ Forwarded: proto=http;host=evil.example
          """)
  void pages_of_the_address_that_a_trusted_proxy_tells_are_own(String origin, String headers) {
    assertThat(isRefused(BEHIND_PROXY, origin, headers)).as(headers).isFalse();
    assertThat(isRefused(BEHIND_PROXY, "https://evil.example", headers)).as(headers).isTrue();
    assertThat(isRefused(BEHIND_PROXY, "http://evil.example", headers)).as(headers).isTrue();
    assertThat(isRefused(ALONE, origin, headers)).as("not trusted: " + headers).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-Proto: gopher",
        "X-Forwarded-Proto: https ~ X-Forwarded-Host: chat.example.org/path",
        "X-Forwarded-Proto: https ~ X-Forwarded-Host: user@chat.example.org",
        "X-Forwarded-Proto: https ~ X-Forwarded-Host: chat.example.org:0",
        "X-Forwarded-Proto: https ~ X-Forwarded-Host: chat.example.org:99999",
        "X-Forwarded-Proto: https ~ X-Forwarded-Host: [chat.example.org]",
        "X-Forwarded-Proto: https ~ X-Forwarded-Port: -1",
        "X-Forwarded-Proto: https ~ X-Forwarded-Port: 4 43",
        "X-Forwarded-Proto: ,",
        "Forwarded: proto=https;proto=http;host=chat.example.org",
        "Forwarded: proto=https;host=\"chat.example.org",
        "Forwarded: proto=https host=chat.example.org",
        "Forwarded: proto=https;host=chat.example.org:443",
        "Forwarded: =https",
        "Forwarded: ;;;,,,",
        "Forwarded: ",
      })
  void malformed_headers_are_ignored(String headers) {
    String all = "Host: chat.example.org ~ " + headers;

    assertThat(isRefused(BEHIND_PROXY, PAGE, all)).isTrue();
    assertThat(isRefused(BEHIND_PROXY, "http://chat.example.org", all)).isFalse();
  }

  @Test
  void a_long_header_is_read_in_linear_time_and_only_from_trusted_proxies() {
    for (String value : List.of("a=b" + " ".repeat(7000) + "x", "a=\"" + "b".repeat(7000))) {
      String headers = "Host: chat.example.org ~ Forwarded: " + value;
      for (TestGateway gateway : List.of(BEHIND_PROXY, ALONE)) {
        assertThat(isRefused(gateway, PAGE, headers)).isTrue();
      }
    }
  }

  @Test
  void sockets_and_preflights_follow_the_same_rule() {
    String headers = "Host: a ~ X-Forwarded-Proto: https ~ X-Forwarded-Host: chat.example.org";
    for (String line :
        List.of(
            "GET /ws HTTP/1.1",
            "GET /socket.io/?EIO=4&transport=polling HTTP/1.1",
            "OPTIONS /api/messages HTTP/1.1")) {
      assertThat(isRefused(BEHIND_PROXY, line, PAGE, headers)).as(line).isFalse();
      assertThat(isRefused(ALONE, line, PAGE, headers)).as(line).isTrue();
    }
  }

  @Test
  void browsers_behind_a_tls_proxy_get_hsts() {
    String answer = BEHIND_PROXY.raw().ask("GET / HTTP/1.1", "X-Forwarded-Proto: https");

    assertThat(answer).containsIgnoringCase("Strict-Transport-Security: ");
    assertThat(ALONE.raw().ask("GET / HTTP/1.1", "X-Forwarded-Proto: https"))
        .doesNotContainIgnoringCase("Strict-Transport-Security: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://[", "https://", "x", "https://chat.example.org:x", "a b", "%"})
  void a_malformed_origin_is_refused(String origin) {
    assertThat(isRefused(BEHIND_PROXY, origin, "Host: chat.example.org")).isTrue();
  }

  private static boolean isRefused(TestGateway gateway, String origin, String headers) {
    return isRefused(gateway, "POST /api/auth/login HTTP/1.1", origin, headers);
  }

  private static boolean isRefused(
      TestGateway gateway, String line, String origin, String headers) {
    List<String> all = new ArrayList<>(List.of(headers.split(" ~ ")));
    all.add("Origin: " + origin);
    if (line.startsWith("POST")) {
      all.add("Content-Length: 0");
    }
    String answer = gateway.raw().ask(line, all.toArray(String[]::new));
    assertThat(answer).doesNotStartWith("HTTP/1.1 5");
    return answer.startsWith("HTTP/1.1 403");
  }
}
