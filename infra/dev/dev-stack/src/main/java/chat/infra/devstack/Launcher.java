package chat.infra.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;

/** The command line of the development stack, run by the script <code>chat</code>. */
public final class Launcher {
  private Launcher() {}

  /**
   * Runs one command; the process exits with 1 if it fails.
   *
   * @param args the command and its options
   */
  public static void main(String[] args) throws InterruptedException {
    Console console = new Console(System.out, System.err, Boolean.getBoolean("chat.terminal"));
    try {
      run(List.of(args), Home.find(), console);
    } catch (Failure failure) {
      console.failure(failure);
      System.exit(1);
    } catch (IOException | UncheckedIOException e) {
      // Mostly files that can't be written; the exception's text names the file.
      console.failure(new Failure(String.valueOf(e.getMessage())));
      System.exit(1);
    }
  }

  private static void run(List<String> words, Home home, Console console)
      throws IOException, InterruptedException {
    if (!words.isEmpty() && words.get(0).equals("service-key")) {
      List<String> rest = words.subList(1, words.size());
      ServiceKey.of(rest, new SecureRandom(), System.getenv()).print(console);
      return;
    }
    if (!words.isEmpty() && words.get(0).equals("export")) {
      List<String> rest = words.subList(1, words.size());
      new Export(ExportOptions.parse(rest, System.getenv()), console).run();
      return;
    }
    if (!words.isEmpty() && Operator.isNamed(words.get(0))) {
      new Operator(console, System.getenv(), home.root().resolve(".data")).run(words);
      return;
    }
    if (!words.isEmpty() && words.get(0).equals("register-schemas")) {
      RegistryOptions registry = RegistryOptions.parse(words.subList(1, words.size()));
      Path schemas = home.root().resolve("contract/src/main/resources/topics");
      new SchemaRegistration(registry, schemas, console).run();
      return;
    }
    Arguments arguments = Arguments.parse(words, home.root().resolve(".data"));
    Remote remote = new Remote(arguments.data(), console);
    switch (arguments.verb()) {
      case UP -> new Up(arguments, home, console).run();
      case STATUS -> {
        List<Status> statuses = remote.status();
        console.line(arguments.json() ? Status.json(statuses) : Status.table(statuses));
      }
      case KILL, START ->
          remote.command(arguments.verb().name().toLowerCase(Locale.ROOT), arguments.part());
      case DOWN -> remote.down();
    }
  }
}
