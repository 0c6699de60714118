package chat.upload.access;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.attacks.HostileHttp;
import chat.upload.Caller;
import chat.upload.UploadService;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes that no well-behaved client sends, to the port of users. */
class HostileInputTest extends HostileHttp {

  /** More than a server has threads. */
  private static final int MANY = 300;

  private final UploadService service = UploadService.shared();

  @Override
  protected int port() {
    return service.port();
  }

  /** There is nothing that anybody may get; that there is not is said at once. */
  @Override
  protected String openPath() {
    return "/nothing";
  }

  @Override
  protected int openStatus() {
    return 404;
  }

  @Test
  void uploads_that_do_not_come_keep_others_from_nothing_but_uploading() throws IOException {
    String token = service.token("sloth");
    List<Socket> sockets =
        raw()
            .open(
                MANY,
                upload(
                        "Authorization: Bearer "
                            + token
                            + "\r\nChat-Gateway: "
                            + service.gatewayToken()
                            + "\r\n",
                        10_000)
                    + "--x");
    try {
      assertThat(new Caller(service, "ann").get("/api/files/" + "A".repeat(22)).statusCode())
          .isEqualTo(404);
      assertThat(new Caller(service, "ann").upload("a.txt", new byte[] {'a'}).statusCode())
          .isEqualTo(201);
    } finally {
      close(sockets);
    }
  }

  @Test
  void a_refused_client_that_sends_no_body_holds_no_thread() throws Exception {
    assertBlocksNone(upload("", 10_000) + "--x");
  }

  private static String upload(String header, int length) {
    return "POST /api/files/upload HTTP/1.1\r\nHost: a\r\n"
        + header
        + "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }
}
