package chat.bench.measure;

import java.util.Map;

/** Something that can be measured by its name. */
public interface Benchmark {

  /** What it is called on the command line. */
  String name();

  /** One line for people who look for it. */
  String purpose();

  /** Its options with their defaults. */
  Map<String, String> options();

  /** Measures, and prints what came out. */
  void run(Options options) throws Exception;
}
