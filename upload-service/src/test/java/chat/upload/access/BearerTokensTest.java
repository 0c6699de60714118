package chat.upload.access;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.file.FileHeaders;
import chat.infra.openid.OpenIdProvider;
import chat.upload.Caller;
import chat.upload.UploadService;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tokens of a real provider at an upload service. */
class BearerTokensTest {

  private static final String FILE = "/api/files/AAAAAAAAAAAAAAAAAAAAAA";

  @Test
  void a_token_of_an_issuer_is_good_and_one_for_another_audience_is_not() {
    try (OpenIdProvider provider = new OpenIdProvider();
        UploadService service =
            new UploadService(
                "chat.auth.issuers[0].issuer=" + provider.issuer(),
                "chat.auth.issuers[0].audience=chat")) {
      assertThat(status(service, provider.token("ES256", Map.of("sub", "a", "aud", "chat"))))
          .isEqualTo(404);
      assertThat(status(service, provider.token("ES256", Map.of("sub", "a", "aud", "other"))))
          .isEqualTo(401);
      assertThat(status(service, service.token("ann"))).isEqualTo(404);

      provider.changeKeys();
      assertThat(status(service, provider.token("RS256", Map.of("sub", "a", "aud", "chat"))))
          .isEqualTo(404);
    }
  }

  @Test
  void without_accounts_of_our_own_their_tokens_are_not_good() {
    try (UploadService service = new UploadService("chat.account.local=false")) {
      assertThat(status(service, service.token("ann"))).isEqualTo(401);
    }
  }

  private static int status(UploadService service, String token) {
    HttpResponse<String> answer =
        Caller.send(
            HttpRequest.newBuilder(service.at(FILE))
                .header("Authorization", "Bearer " + token)
                .header(FileHeaders.GATEWAY, service.gatewayToken()));
    return answer.statusCode();
  }
}
