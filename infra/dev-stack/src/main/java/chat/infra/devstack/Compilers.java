package chat.infra.devstack;

import java.util.List;

/** The JVM's compilers that a part makes use of. */
enum Compilers {
  /** For what has little to do: half of a start's processor time is the second compiler's. */
  FIRST,

  /**
   * For what has to be quick under load, and to start quickly: the second compiler leaves alone
   * what only runs at a start. Later still it would start sooner, but take minutes to get quick.
   */
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
