package chat.gateway.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ImportRunTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final ImportPace FAST = new ImportPace(1_000_000);
  private static final int MANY = 200_000;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void refused_lines_are_told_and_the_rest_goes_on() throws IOException {
    ImportRun run =
        run(
            stream("new\nold\nbad\n \n\r\nnew"),
            line ->
                switch (line) {
                  case "new" -> CompletableFuture.completedFuture(true);
                  case "old" -> CompletableFuture.completedFuture(false);
                  default -> throw Refusal.ofField(ProblemCode.NOT_FOUND, "user", "no such user");
                });

    ImportCounts unused = run.run();

    assertThat(out.toString(UTF_8).lines())
        .containsExactly(
            "{\"line\":3,\"code\":\"not_found\",\"message\":\"user: no such user\"}",
            "{\"done\":true,\"lines\":4,\"imported\":2,\"known\":1,\"failed\":1}");
  }

  @Test
  void a_line_that_is_too_long_is_refused() throws IOException {
    ImportCounts unused =
        run(stream("x".repeat(ImportRun.MAX_LINE + 1) + "\nnew"), line -> done()).run();

    assertThat(out.toString(UTF_8).lines())
        .first()
        .satisfies(line -> assertThat(line).contains("\"line\":1,\"code\":\"too_large\""));
  }

  @Test
  void a_limited_number_of_lines_is_under_way() throws IOException {
    List<CompletableFuture<Boolean>> begun = new CopyOnWriteArrayList<>();
    CompletableFuture<ImportCounts> counts =
        start(
            stream("new\n".repeat(500)),
            line -> {
              CompletableFuture<Boolean> step = new CompletableFuture<>();
              begun.add(step);
              return step;
            });

    await().atMost(Duration.ofMinutes(1)).until(() -> begun.size() == ImportRun.IN_FLIGHT);
    for (int i = 0; i < 500; i++) {
      int next = i;
      await()
          .pollDelay(Duration.ZERO)
          .atMost(Duration.ofMinutes(1))
          .until(() -> begun.size() > next);
      assertThat(begun.size() - next).isLessThanOrEqualTo(ImportRun.IN_FLIGHT);
      begun.get(next).complete(true);
    }
    assertThat(counts.join().imported()).isEqualTo(500);
  }

  @Test
  void a_client_that_does_not_read_its_answers_is_not_read_from() throws IOException {
    AtomicInteger begun = new AtomicInteger();
    PipedInputStream answers = new PipedInputStream(1_000);
    PipedOutputStream unread = new PipedOutputStream(answers);
    ImportRun run =
        new ImportRun(
            stream("bad\n".repeat(MANY)),
            unread,
            line -> {
              begun.incrementAndGet();
              throw Refusal.of(ProblemCode.NOT_FOUND, "none");
            },
            JSON,
            FAST,
            () -> false);
    CompletableFuture<ImportCounts> counts =
        start(run).whenComplete((done, failure) -> close(unread));

    await().atMost(Duration.ofMinutes(1)).until(() -> answers.available() == 1_000);
    assertThat(begun.get()).isLessThan(100);
    assertThat(answers.readNBytes(MANY * 20)).hasSize(MANY * 20);
    assertThat(begun.get()).isLessThan(MANY);
    assertThat(answers.transferTo(OutputStream.nullOutputStream())).isPositive();
    assertThat(counts.join().failed()).isEqualTo(MANY);
  }

  @Test
  void an_answer_comes_before_the_client_has_to_send_more() throws IOException {
    PipedOutputStream client = new PipedOutputStream();
    CompletableFuture<ImportCounts> counts =
        start(
            new PipedInputStream(client),
            line -> CompletableFuture.failedFuture(Refusal.of(ProblemCode.CONFLICT, "taken")));

    client.write("one\n".getBytes(UTF_8));
    client.flush();
    await().atMost(Duration.ofMinutes(1)).until(() -> out.toString(UTF_8).contains("\"line\":1,"));
    client.close();

    assertThat(counts.join().failed()).isEqualTo(1);
  }

  @Test
  void a_gateway_that_stops_says_that_the_import_is_not_done() throws IOException {
    AtomicInteger lines = new AtomicInteger();
    ImportRun run =
        new ImportRun(
            stream("new\n".repeat(10)),
            out,
            line -> done(),
            JSON,
            FAST,
            () -> lines.incrementAndGet() > 3);

    assertThat(run.run()).isEqualTo(new ImportCounts(false, 3, 3, 0, 0));
  }

  @Test
  void a_gigabyte_takes_the_memory_of_the_lines_under_way() {
    int lines = 1 << 15;
    Queue<Held> held = new ConcurrentLinkedQueue<>();
    AtomicInteger begun = new AtomicInteger();
    AtomicLong most = new AtomicLong();
    long before = heap();
    ImportRun run =
        new ImportRun(
            new RepeatedLine(1 << 15, lines),
            out,
            line -> {
              Held next = new Held(line, new CompletableFuture<>());
              held.add(next);
              int number = begun.incrementAndGet();
              if (number % (lines / 4) == 0) {
                most.accumulateAndGet(heap(), Math::max);
              }
              if (number > ImportRun.IN_FLIGHT / 2) {
                Objects.requireNonNull(held.poll()).step.complete(true);
              }
              return next.step;
            },
            JSON,
            FAST,
            () -> false);
    CompletableFuture<ImportCounts> counts = start(run);
    await().atMost(Duration.ofMinutes(5)).until(() -> begun.get() == lines);
    held.forEach(last -> last.step.complete(true));

    assertThat(counts.join()).isEqualTo(new ImportCounts(true, lines, lines, 0, 0));
    assertThat(most.get() - before).isLessThan(256 << 20);
  }

  /** A line under way. */
  private record Held(byte[] line, CompletableFuture<Boolean> step) {}

  /** One line many times. */
  private static final class RepeatedLine extends InputStream {
    private final byte[] line;
    private long left;

    RepeatedLine(int bytes, int times) {
      line = new byte[bytes];
      Arrays.fill(line, (byte) 'x');
      line[bytes - 1] = '\n';
      left = (long) bytes * times;
    }

    @Override
    public int available() {
      return (int) Math.min(left, line.length);
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] into, int at, int length) {
      if (left == 0) {
        return -1;
      }
      int from = (int) ((line.length - left % line.length) % line.length);
      int bytes = (int) Math.min(left, Math.min(length, line.length - from));
      System.arraycopy(line, from, into, at, bytes);
      left -= bytes;
      return bytes;
    }
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private interface Step {
    CompletableFuture<Boolean> of(String line);
  }

  private ImportRun run(InputStream in, Step step) {
    return new ImportRun(
        in, out, line -> step.of(new String(line, UTF_8)), JSON, FAST, () -> false);
  }

  private CompletableFuture<ImportCounts> start(InputStream in, Step step) {
    return start(run(in, step));
  }

  private static CompletableFuture<ImportCounts> start(ImportRun run) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return run.run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> new Thread(task, "import").start());
  }

  /** So that its reader comes to the end. */
  private static void close(OutputStream out) {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CompletableFuture<Boolean> done() {
    return CompletableFuture.completedFuture(true);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
