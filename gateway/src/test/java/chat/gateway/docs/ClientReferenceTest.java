package chat.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.TestGateway;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class ClientReferenceTest {

  private final TestGateway gateway = TestGateway.shared();

  @Test
  void the_reference_of_the_client_is_served_beside_the_documents() {
    HttpResponse<String> page = gateway.get("/docs/client");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(page.body()).contains("createClient");
    assertThat(gateway.get("/docs/index.html").body()).contains("href=\"/docs/client\"");
  }
}
