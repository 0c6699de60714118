package chat.infra.devstack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Has a gateway check the tables against the log, waits for the result and prints it. Differences
 * are a failure.
 */
final class VerifyTables {

  private static final String PATH = "/api/server/operator/tables/check";
  private static final long TICK_MILLIS = 500;

  private final Operator operator;
  private final Console console;

  VerifyTables(Operator operator, Console console) {
    this.operator = operator;
    this.console = console;
  }

  /** Runs the check with options {@code --room, --from, --to, --rate}. */
  void run(OptionWords values) throws IOException, InterruptedException {
    List<String> query = new ArrayList<>();
    for (String name : List.of("room", "rate")) {
      String value = values.text(name, "");
      if (!value.isEmpty() && !value.matches("[A-Za-z0-9._-]{1,64}")) {
        throw new Failure("--" + name + ": " + value + " (expected: letters, digits and . _ -)");
      }
      if (!value.isEmpty()) {
        query.add(name + "=" + value);
      }
    }
    for (String name : List.of("from", "to")) {
      String value = values.text(name, "");
      if (!value.isEmpty()) {
        query.add(name + "=" + OptionWords.time(name, value).toEpochMilli());
      }
    }
    OperatorCommand start =
        new OperatorCommand("POST", query.isEmpty() ? PATH : PATH + "?" + String.join("&", query));
    Object id = object(JsonText.read(operator.call(start, values))).get("id");
    finish(await(String.valueOf(id), values));
  }

  private Map<?, ?> await(String id, OptionWords values) throws IOException, InterruptedException {
    OperatorCommand look = new OperatorCommand("GET", PATH);
    while (true) {
      Map<?, ?> run = find(id, JsonText.read(operator.call(look, values)));
      if (!"running".equals(run.get("state"))) {
        return run;
      }
      Thread.sleep(TICK_MILLIS);
    }
  }

  /** Any gateway knows of the run, also if a balancer sends each call to another one. */
  private static Map<?, ?> find(String id, Object answer) {
    for (Object gateway : list(object(answer).get("gateways"))) {
      for (Object run : list(object(gateway).get("runs"))) {
        if (id.equals(object(run).get("id"))) {
          return object(run);
        }
      }
    }
    throw new Failure("the check ended with its gateway, or another one began; run it again");
  }

  private void finish(Map<?, ?> run) {
    ReadableAnswer.of(run).forEach(console::line);
    if (!"done".equals(run.get("state"))) {
      throw new Failure("the check did not come to its end");
    }
    if (!object(run.get("differences")).isEmpty()) {
      throw new Failure("log and tables differ");
    }
  }

  private static Map<?, ?> object(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
