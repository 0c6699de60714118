package chat.infra.devstack;

import java.util.List;

/** The JIT compilers that a part's JVM uses. */
enum Compilers {
  /**
   * For most parts: for minutes after a start the second compiler takes up to a fifth of a core in
   * each process, and slows all other parts of the machine down.
   */
  FIRST,

  /**
   * For parts that hash or convert in bulk, which is ten times as fast with the second compiler. It
   * waits ten times as long as usual, so that it compiles nothing during a start.
   */
  BOTH;

  List<String> flags() {
    return switch (this) {
      case FIRST -> List.of("-XX:TieredStopAtLevel=1");
      case BOTH ->
          List.of(
              "-XX:Tier4InvocationThreshold=50000",
              "-XX:Tier4MinInvocationThreshold=6000",
              "-XX:Tier4CompileThreshold=150000",
              "-XX:Tier4BackEdgeThreshold=400000");
    };
  }
}
