package chat.infra.devstack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A JVM to run.
 *
 * @param flags of the JVM; the flags in the part's environment variable <code>CHAT_…_JAVA_OPTS
 *     </code> come after them and win
 */
record JavaCommand(
    String part, List<String> flags, String classpath, String mainClass, List<String> arguments) {

  /** The same command with more flags. */
  JavaCommand with(List<String> more) {
    List<String> all = new ArrayList<>(flags);
    all.addAll(more);
    return new JavaCommand(part, all, classpath, mainClass, arguments);
  }

  /**
   * The command line: short enough for a process list, with the data directory as the mark of
   * left-over processes.
   */
  List<String> words(DataDirectory data, ClassArchives archives) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of(javaProgram(), data.mark(), "-Dchat.part=" + part));
    words.addAll(archives.flags(this));
    words.add("@" + data.argumentFile(part));
    return words;
  }

  /** The part's name without its number. */
  String kind() {
    return part.replaceFirst("-\\d+$", "");
  }

  boolean hasOwnFlags() {
    return !ownFlags().isEmpty();
  }

  /** The files that it reads: its argument file, and the given ones. */
  Map<Path, String> withArgumentFile(DataDirectory data, Map<Path, String> files) {
    Map<Path, String> all = new HashMap<>(files);
    all.put(data.argumentFile(part), argumentFile());
    return all;
  }

  private String argumentFile() {
    List<String> words = new ArrayList<>(flags);
    words.addAll(ownFlags());
    words.add("-cp");
    words.add(classpath);
    words.add(mainClass);
    words.addAll(arguments);
    return words.stream().map(JavaCommand::quoted).collect(Collectors.joining("\n", "", "\n"));
  }

  /** The program that runs this JVM. */
  static String javaProgram() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private List<String> ownFlags() {
    String name = kind().replace('-', '_').toUpperCase(Locale.ROOT);
    String value = System.getenv().getOrDefault("CHAT_" + name + "_JAVA_OPTS", "");
    return Arrays.stream(value.split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }

  private static String quoted(String word) {
    return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
