package chat.infra.devstack;

import java.util.List;

/** The JVM's compilers that a part makes use of. */
enum Compilers {
  /**
   * For most: for minutes after a start the second compiler takes up to a fifth of a core in each
   * process, and what has not come out of it yet counts for it as it runs. On a machine that all
   * parts share, everything waits for that.
   */
  FIRST,

  /** For what hashes or converts in bulk, which the second compiler makes ten times as fast. */
  BOTH;

  List<String> flags() {
    return switch (this) {
      case FIRST -> List.of("-XX:TieredStopAtLevel=1");
      case BOTH ->
          List.of(
              "-XX:Tier4InvocationThreshold=15000",
              "-XX:Tier4MinInvocationThreshold=1800",
              "-XX:Tier4CompileThreshold=45000",
              "-XX:Tier4BackEdgeThreshold=120000");
    };
  }
}
