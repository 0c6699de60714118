package chat.bench.measure;

import java.util.Map;

/** A benchmark. */
public interface Benchmark {

  /** Its name on the command line. */
  String name();

  /** One line of help. */
  String purpose();

  /** Its options with their defaults. */
  Map<String, String> options();

  /** Measures and prints the results. */
  void run(Options options) throws Exception;
}
