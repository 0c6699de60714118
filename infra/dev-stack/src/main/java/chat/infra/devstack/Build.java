package chat.infra.devstack;

import java.util.Optional;
import java.util.stream.Stream;

/** The process that a test run belongs to. */
final class Build {
  private static final String MAVEN = "org.codehaus.plexus.classworlds.launcher.Launcher";

  private Build() {}

  /** The Maven process above this one; this one itself where there is none, as in an IDE. */
  static ProcessHandle current() {
    ProcessHandle self = ProcessHandle.current();
    return Stream.iterate(
            Optional.of(self), Optional::isPresent, p -> p.flatMap(ProcessHandle::parent))
        .flatMap(Optional::stream)
        .filter(Build::isMaven)
        .findFirst()
        .orElse(self);
  }

  private static boolean isMaven(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains(MAVEN);
  }
}
