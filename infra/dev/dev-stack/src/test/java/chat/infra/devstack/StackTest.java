package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uses real processes: small shell scripts in place of servers. */
@Timeout(180)
class StackTest {
  @TempDir Path temporary;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private DataDirectory data;
  private Stack stack;

  @BeforeEach
  void open() {
    data = DataDirectory.open(temporary);
    stack = stack();
  }

  @AfterEach
  void stop() throws InterruptedException {
    stack.stop();
  }

  @Test
  void services_start_when_the_backends_are_ready_and_the_tasks_that_waited_for_them_done()
      throws InterruptedException, IOException {
    String setup = "until test -f ../kafka.up; do sleep 0.05; done; echo setup >> ../events";
    stack =
        stack(
            server("gateway-1", Part.Kind.SERVICE),
            server("kafka", Part.Kind.BACKEND),
            part("setup", Part.Kind.TASK, setup, Probe.none()));

    assertThat(stack.startAll()).isTrue();

    assertThat(events()).containsExactly("kafka up", "setup", "gateway-1 up");
    assertThat(output.toString(StandardCharsets.UTF_8))
        .matches(
            """
            kafka            ready +\\d+\\.\\d s
            setup            done +\\d+\\.\\d s
            gateway-1        ready +\\d+\\.\\d s
            """);
  }

  @Test
  void services_end_before_the_backends_that_they_use() throws InterruptedException, IOException {
    stack = stack(server("kafka", Part.Kind.BACKEND), server("gateway-1", Part.Kind.SERVICE));
    stack.startAll();

    stack.stop();

    assertThat(events()).endsWith("gateway-1 down", "kafka down");
    assertThat(stack.statuses()).allMatch(status -> status.state() == Child.State.STOPPED);
  }

  @Test
  void a_child_that_dies_during_the_start_is_named_with_its_last_words() {
    String script = "for i in $(seq 30); do echo line $i; done; exit 3";
    stack = stack(part("kafka", Part.Kind.BACKEND, script, Probe.none()));

    Failure failure = catchThrowableOfType(Failure.class, stack::startAll);

    assertThat(failure).hasMessage("kafka ended with exit code 3, see " + data.log("kafka"));
    assertThat(failure.details()).hasSize(20).startsWith("line 11").endsWith("line 30");
  }

  @Test
  void a_task_that_fails_is_named_too() {
    stack = stack(part("setup", Part.Kind.TASK, "exit 1", Probe.none()));

    assertThatThrownBy(stack::startAll).hasMessageStartingWith("setup ended with exit code 1");
  }

  @Test
  void a_part_that_dies_with_its_archive_of_classes_starts_without_it() throws Exception {
    Files.writeString(temporary.resolve("a.jar"), "");
    JavaCommand java =
        new JavaCommand(
            "kafka", List.of(), temporary.resolve("a.jar").toString(), "Main", List.of());
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "echo \"$#\" >> ../events; exit \"$#\"", "sh"));
    command.addAll(new ClassArchives(temporary.resolve("archives"), true).flags(java));
    Part part =
        new Part("setup", Part.Kind.TASK, command, Map.of(), Map.of(), 0, List.of(), Probe.none());
    stack = stack(part);

    assertThat(stack.startAll()).isTrue();

    assertThat(events()).containsExactly("2", "0");
  }

  @Test
  void a_part_that_does_not_get_ready_in_time_is_named() {
    stack =
        new Stack(
            List.of(part("kafka", Part.Kind.BACKEND, "exec sleep 60", Probe.none())),
            data,
            console(),
            new Stack.Patience(Duration.ZERO, Duration.ofSeconds(10)));

    assertThatThrownBy(stack::startAll).hasMessageStartingWith("kafka is not ready after 0 s");
  }

  @Test
  void a_child_that_will_not_end_is_killed() throws InterruptedException {
    String deaf = "trap '' TERM; touch ../kafka.up; while :; do sleep 1; done";
    stack =
        new Stack(
            List.of(part("kafka", Part.Kind.BACKEND, deaf, exists("kafka.up"))),
            data,
            console(),
            new Stack.Patience(Duration.ofMinutes(1), Duration.ofMillis(200)));
    stack.startAll();
    ProcessHandle child = process("kafka");

    stack.stop();

    // The stack's own time limit is over, but the system may take a moment to end a process.
    assertThat(child.onExit()).succeedsWithin(Duration.ofMinutes(1));
  }

  @Test
  void a_part_that_was_killed_can_be_started_again() throws InterruptedException {
    stack = stack(server("kafka", Part.Kind.BACKEND));
    stack.startAll();
    long first = process("kafka").pid();
    Thread watcher = watch();

    stack.kill("kafka");
    assertThat(state("kafka")).isEqualTo(Child.State.STOPPED);
    stack.start("kafka");

    assertThat(state("kafka")).isEqualTo(Child.State.READY);
    assertThat(process("kafka").pid()).isNotEqualTo(first);
    assertThat(data.logs().resolve("kafka.log.1")).exists();
    stack.stop();
    watcher.join();
  }

  @Test
  void a_running_stack_is_not_started_twice_and_a_stopped_one_is_not_killed()
      throws InterruptedException {
    stack = stack(server("kafka", Part.Kind.BACKEND));
    stack.startAll();

    assertThatThrownBy(() -> stack.start("kafka")).hasMessage("kafka is running already");
    assertThatThrownBy(() -> stack.kill("redis")).hasMessage("there is no part redis");
    stack.kill("kafka");
    assertThatThrownBy(() -> stack.kill("kafka")).hasMessage("kafka is not running");
  }

  @Test
  void a_part_that_dies_later_is_reported_once_and_the_rest_stays() throws InterruptedException {
    stack = stack(server("kafka", Part.Kind.BACKEND), server("redis", Part.Kind.BACKEND));
    stack.startAll();
    Thread watcher = watch();

    process("kafka").destroyForcibly();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> output.toString(StandardCharsets.UTF_8).contains("kafka            stopped: "));

    assertThat(state("kafka")).isEqualTo(Child.State.STOPPED);
    assertThat(state("redis")).isEqualTo(Child.State.READY);
    stack.stop();
    watcher.join();
  }

  @Test
  void a_part_that_answers_no_more_is_degraded_until_it_does()
      throws InterruptedException, IOException {
    stack = stack(server("kafka", Part.Kind.BACKEND));
    stack.startAll();
    Thread watcher = watch();

    Files.delete(temporary.resolve("kafka.up"));
    await().atMost(Duration.ofMinutes(1)).until(() -> state("kafka") == Child.State.DEGRADED);
    Files.createFile(temporary.resolve("kafka.up"));
    await().atMost(Duration.ofMinutes(1)).until(() -> state("kafka") == Child.State.READY);
    stack.stop();
    watcher.join();
  }

  @Test
  void ctrl_c_reaches_the_children_only_through_the_launcher()
      throws InterruptedException, IOException {
    stack =
        stack(part("kafka", Part.Kind.BACKEND, "touch ../kafka.up; sleep 60", exists("kafka.up")));
    stack.startAll();
    ProcessHandle child = process("kafka");

    new ProcessBuilder("kill", "-INT", Long.toString(child.pid())).start().waitFor();
    new ProcessBuilder("kill", "-HUP", Long.toString(child.pid())).start().waitFor();

    assertThat(child.isAlive()).isTrue();
  }

  @Test
  void nothing_starts_once_all_is_stopped() throws InterruptedException {
    stack = stack(server("kafka", Part.Kind.BACKEND));
    stack.stop();

    assertThat(stack.startAll()).isFalse();
    assertThatThrownBy(() -> stack.start("kafka")).hasMessage("everything is being stopped");
  }

  @Test
  void processes_of_a_killed_launcher_are_found_by_its_data_directory()
      throws InterruptedException, IOException {
    Process left = shell("sleep 60; :", data.mark());
    Process other = shell("sleep 60; :", data.mark() + "-of-another");
    try {
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> left.toHandle().info().arguments().isPresent());

      assertThat(Leftovers.end(data)).isEqualTo(1);

      assertThat(left.waitFor()).isNotZero();
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.descendants().forEach(ProcessHandle::destroy);
      other.destroy();
    }
  }

  private static Process shell(String script, String argument) throws IOException {
    return new ProcessBuilder("/bin/sh", "-c", script, "sh", argument).start();
  }

  private Part server(String name, Part.Kind kind) {
    String script =
        """
        trap 'echo %1$s down >> ../events; exit 0' TERM
        echo %1$s up >> ../events
        touch ../%1$s.up
        while :; do sleep 0.05; done
        """
            .formatted(name);
    return part(name, kind, script, exists(name + ".up"));
  }

  private static Part part(String name, Part.Kind kind, String script, Probe probe) {
    List<String> command = List.of("/bin/sh", "-c", script);
    return new Part(name, kind, command, Map.of(), Map.of(), 0, List.of(), probe);
  }

  private Probe exists(String file) {
    return () -> Files.exists(temporary.resolve(file));
  }

  private Stack stack(Part... parts) {
    return new Stack(List.of(parts), data, console(), Stack.Patience.DEFAULT);
  }

  private Console console() {
    PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
    return new Console(out, out, false);
  }

  private Thread watch() {
    Thread thread =
        new Thread(
            () -> {
              try {
                stack.watch();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "watch");
    thread.start();
    return thread;
  }

  private Status status(String name) {
    return stack.statuses().stream().filter(s -> s.part().equals(name)).findFirst().orElseThrow();
  }

  private Child.State state(String name) {
    return status(name).state();
  }

  private ProcessHandle process(String name) {
    return ProcessHandle.of(status(name).pid()).orElseThrow();
  }

  private List<String> events() throws IOException {
    return Files.readAllLines(temporary.resolve("events"));
  }
}
