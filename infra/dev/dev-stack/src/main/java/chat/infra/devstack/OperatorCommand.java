package chat.infra.devstack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A command of operators, which is one call of a gateway.
 *
 * @param method of the call
 * @param path of the call, with its query
 */
record OperatorCommand(String method, String path) {

  private static final String OPERATOR = "/api/server/operator/";
  private static final String LETTERS = "dead-letters [NUMBER | (drop|replay) PARTITION OFFSET]";

  /**
   * The form of a command.
   *
   * @param usage its words, for people
   * @param least the number of words that it needs
   * @param most the number of words that it may have
   */
  private record Form(
      String usage, int least, int most, Function<List<String>, OperatorCommand> call) {}

  private static final Map<String, Form> FORMS =
      Map.of(
          "dead-letters",
          new Form(LETTERS, 0, 3, OperatorCommand::deadLetters),
          "why",
          new Form("why ROOM SEQ [USER]", 2, 3, OperatorCommand::why),
          "gateways",
          new Form("gateways", 0, 0, words -> get("gateways")),
          "rooms",
          new Form("rooms [NUMBER]", 0, 1, OperatorCommand::rooms),
          "sockets",
          new Form("sockets USER", 1, 1, words -> get("users/" + words.get(0) + "/sockets")),
          "drain",
          new Form("drain GATEWAY", 1, 1, words -> drain("POST", words.get(0))),
          "undrain",
          new Form("undrain GATEWAY", 1, 1, words -> drain("DELETE", words.get(0))),
          "end-sessions",
          new Form("end-sessions USER", 1, 1, words -> endSessions(words.get(0))),
          "keys",
          new Form("keys", 0, 0, words -> new OperatorCommand("GET", "/.well-known/jwks.json")));

  /** Whether a word is the name of such a command. */
  static boolean isNamed(String word) {
    return FORMS.containsKey(word);
  }

  /**
   * Parses a command.
   *
   * @param words its name and its words, without options
   */
  static OperatorCommand parse(List<String> words) {
    Form form = FORMS.get(words.get(0));
    List<String> rest = new ArrayList<>(words.subList(1, words.size()));
    if (form == null || rest.size() < form.least || rest.size() > form.most) {
      throw new Failure("expected: ./chat " + (form == null ? "COMMAND" : form.usage));
    }
    for (String word : rest) {
      if (!word.matches("[A-Za-z0-9._:-]{1,64}")) {
        throw new Failure(word + " (expected: letters, digits and . _ : -)");
      }
    }
    return form.call.apply(rest);
  }

  private static OperatorCommand why(List<String> words) {
    String user = words.size() > 2 ? "?user=" + words.get(2) : "";
    return get("why/" + words.get(0) + "/" + words.get(1) + user);
  }

  private static OperatorCommand rooms(List<String> words) {
    return get("rooms" + (words.isEmpty() ? "" : "?limit=" + words.get(0)));
  }

  private static OperatorCommand deadLetters(List<String> words) {
    String letters = "dead-letters";
    if (words.size() < 2) {
      return get(letters + (words.isEmpty() ? "" : "?limit=" + words.get(0)));
    }
    String of = OPERATOR + letters + "/" + words.get(1) + "/" + words.get(words.size() - 1);
    if (words.size() == 3 && words.get(0).equals("drop")) {
      return new OperatorCommand("DELETE", of);
    }
    if (words.size() == 3 && words.get(0).equals("replay")) {
      return new OperatorCommand("POST", of + "/replay");
    }
    throw new Failure("expected: ./chat " + LETTERS);
  }

  private static OperatorCommand drain(String method, String gateway) {
    return new OperatorCommand(method, OPERATOR + "gateways/" + gateway + "/drain");
  }

  private static OperatorCommand endSessions(String user) {
    return new OperatorCommand("POST", "/api/server/users/" + user + "/sessions/end");
  }

  private static OperatorCommand get(String path) {
    return new OperatorCommand("GET", OPERATOR + path);
  }
}
