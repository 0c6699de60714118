package chat.infra.devstack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A command of operators, which is one call of a gateway.
 *
 * @param method of the call
 * @param path of the call, with its query
 */
record OperatorCommand(String method, String path) {

  private static final String OPERATOR = "/api/server/operator/";

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
      Map.of("why", new Form("why ROOM SEQ [USER]", 2, 3, OperatorCommand::why));

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
    return new OperatorCommand("GET", OPERATOR + "why/" + words.get(0) + "/" + words.get(1) + user);
  }

  /** All commands, for people. */
  static String usages() {
    return FORMS.values().stream().map(Form::usage).sorted().collect(Collectors.joining("\n"));
  }
}
