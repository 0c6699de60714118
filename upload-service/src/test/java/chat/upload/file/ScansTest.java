package chat.upload.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.upload.Caller;
import chat.upload.UploadService;
import chat.upload.scan.FakeClamd;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ScansTest {

  private static final FakeClamd CLAMD = new FakeClamd();
  private static final UploadService SERVICE =
      new UploadService("chat.scan.clamd=" + CLAMD.address());

  private final Caller ann = new Caller(SERVICE, "ann");
  private final Caller bob = new Caller(SERVICE, "bob");

  @AfterAll
  static void close() {
    SERVICE.close();
    CLAMD.close();
  }

  @Test
  void a_file_is_looked_through_before_the_answer() {
    JsonNode file = ann.uploaded("general", "a.txt", "hello".getBytes(UTF_8));
    assertThat(file.get("status").asString()).isEqualTo("clean");
    assertThat(Caller.fetch(bob.link(file)).body()).asString(UTF_8).isEqualTo("hello");
  }

  @Test
  void an_infected_file_can_be_fetched_by_no_user() {
    MeterRegistry meters = SERVICE.bean(MeterRegistry.class);
    long scans = meters.get("chat.scan.time").timer().count();
    double infected = meters.get("chat.scan.infected").counter().count();
    JsonNode file = ann.uploaded("general", "a.txt", FakeClamd.EICAR.getBytes(UTF_8));
    assertThat(meters.get("chat.scan.time").timer().count()).isEqualTo(scans + 1);
    assertThat(meters.get("chat.scan.infected").counter().count()).isEqualTo(infected + 1);
    assertThat(file.get("status").asString()).isEqualTo("infected");
    String url = file.get("url").asString();
    assertThat(ann.get(url).statusCode()).isEqualTo(403);
    assertThat(ann.get(url + "?meta").statusCode()).isEqualTo(200);
    assertThat(bob.get(url).statusCode()).isEqualTo(404);
    assertThat(bob.get(url + "?meta").statusCode()).isEqualTo(404);
  }

  @Test
  void while_the_scanner_is_away_files_wait_and_come_out_when_it_is_back() throws Exception {
    CLAMD.setAway(true);
    JsonNode file = ann.uploaded("general", "a.txt", "hello".getBytes(UTF_8));
    CLAMD.setAway(false);
    String url = file.get("url").asString();
    assertThat(file.get("status").asString()).isEqualTo("quarantine");
    assertThat(ann.get(url).statusCode()).isEqualTo(409);
    assertThat(bob.get(url).statusCode()).isEqualTo(404);
    SERVICE.bean(Scans.class).begin(file.get("id").asString()).get(30, TimeUnit.SECONDS);
    assertThat(bob.get(url).statusCode()).isEqualTo(302);
  }
}
