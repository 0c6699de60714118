package chat.upload.upkeep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import chat.contract.file.FileHeaders;
import chat.contract.log.Topic;
import chat.upload.Caller;
import chat.upload.UploadService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaOperations;

/** The pace at which a service reads the real log. */
class UsePollsTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final UploadService service = UploadService.shared();
  private final Caller bob = new Caller(service, "bob");

  @Test
  void while_many_records_come_they_are_gathered_and_gateways_ask_again_later() {
    byte[] bytes = "hello".getBytes(UTF_8);
    String url = new Caller(service, "ann").uploaded("a.txt", bytes).get("url").asString();
    await().atMost(PATIENCE).until(() -> delayAfter(200, url).equals("650"));
    await().atMost(PATIENCE).until(() -> delayAfter(1, url).equals("150"));
  }

  /** The delay after which a gateway asks again, when some records were just appended. */
  private String delayAfter(int records, String url) {
    List<CompletableFuture<?>> sends = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      sends.add(kafka().send(Topic.MESSAGES, "no-room".getBytes(UTF_8), "{}".getBytes(UTF_8)));
    }
    sends.forEach(CompletableFuture::join);
    return bob.get(url).headers().firstValue(FileHeaders.ASK_AGAIN).orElse("");
  }

  @SuppressWarnings("unchecked")
  private KafkaOperations<byte[], byte[]> kafka() {
    return service.bean(KafkaOperations.class);
  }
}
