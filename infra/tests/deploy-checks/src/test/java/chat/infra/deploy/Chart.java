package chat.infra.deploy;

import chat.infra.description.ProjectFiles;
import com.marcnuri.helm.Helm;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The chart in {@code infra/helm/chat}, rendered by Helm's own library. */
public final class Chart {

  /** Its directory. */
  public static final String DIRECTORY = "infra/helm/chat";

  private static final Pattern SOURCE =
      Pattern.compile("(?m)^---\\n# Source: chat/templates/(\\S+)\\n");

  /** The oldest version that the chart is for. */
  private static final String KUBERNETES = "1.30.0";

  private Chart() {}

  /** What Helm finds wrong or unusual. */
  public static List<String> findings() {
    return helm().lint().strict().call().getMessages();
  }

  /**
   * All objects, but for hooks, as text.
   *
   * @param values files of values, relative to the project; later ones win
   * @throws IllegalStateException if the values are refused; the message names them
   */
  public static String rendered(String... values) {
    var template =
        helm().template().withName("chat").withNamespace("chat").withKubeVersion(KUBERNETES);
    for (String file : values) {
      template.withValuesFile(ProjectFiles.ROOT.resolve(file));
    }
    return template.call();
  }

  /** All objects, but for hooks. */
  public static List<JsonNode> objects(String... values) {
    return ProjectFiles.documents(rendered(values));
  }

  /** The text of all objects, but for hooks, by the file that their template has. */
  public static SortedMap<String, String> files(String... values) {
    SortedMap<String, String> files = new TreeMap<>();
    String text = rendered(values);
    Matcher source = SOURCE.matcher(text);
    List<MatchResult> found = source.results().toList();
    for (int i = 0; i < found.size(); i++) {
      int end = i + 1 < found.size() ? found.get(i + 1).start() : text.length();
      String part = text.substring(found.get(i).start(), end).stripTrailing() + "\n";
      files.merge(found.get(i).group(1), part, String::concat);
    }
    return files;
  }

  /** The values that each part of the chart is tried with. */
  public static List<String> samples() {
    return ProjectFiles.under(DIRECTORY + "/ci", "-values.yaml");
  }

  private static Helm helm() {
    return new Helm(path());
  }

  private static Path path() {
    return ProjectFiles.ROOT.resolve(DIRECTORY);
  }
}
