package chat.infra.devstack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The JVM flags of a single Cassandra node on JDK 17 and later. */
final class CassandraFlags {
  /**
   * The packages that Cassandra reaches into, opened as in its own start script (<code>
   * jvm17-server.options</code>).
   */
  private static final List<String> EXPORTS =
      List.of(
          "java.base/jdk.internal.misc",
          "java.base/jdk.internal.ref",
          "java.base/sun.nio.ch",
          "java.base/java.lang.ref",
          "java.management.rmi/com.sun.jmx.remote.internal.rmi",
          "java.rmi/sun.rmi.registry",
          "java.rmi/sun.rmi.server",
          "java.sql/java.sql",
          "jdk.unsupported/sun.misc",
          "jdk.compiler/com.sun.tools.javac.file",
          "jdk.attach/sun.tools.attach");

  private static final List<String> OPENS =
      List.of(
          "java.base/java.io",
          "java.base/java.lang",
          "java.base/java.lang.module",
          "java.base/java.lang.reflect",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/jdk.internal.loader",
          "java.base/jdk.internal.math",
          "java.base/jdk.internal.module",
          "java.base/jdk.internal.ref",
          "java.base/jdk.internal.reflect",
          "java.base/jdk.internal.util.jar",
          "java.base/sun.nio.ch",
          "jdk.compiler/com.sun.tools.javac",
          "jdk.management/com.sun.management.internal");

  /** Skips all waits for other nodes: there is no ring and no gossip. */
  private static final List<String> ALONE =
      List.of(
          "-Dcassandra.ring_delay_ms=0",
          "-Dcassandra.skip_wait_for_gossip_to_settle=0",
          "-Dcassandra.shutdown_announce_in_ms=0");

  /**
   * Heap bytes of a row in a memtable, as Cassandra estimates them itself, which takes three
   * seconds at each start.
   */
  private static final String ROW_OVERHEAD = "-Dcassandra.memtable.row_overhead_size=180";

  /** Of the clock for time-outs, in ms; with the usual 2 its thread alone takes 2 % of a core. */
  private static final String COARSE_CLOCK = "-Dcassandra.approximate_time_precision_ms=20";

  /** Creating tables is faster if a killed node need not find them again. */
  private static final String FORGETFUL = "-Dcassandra.unsafesystem=true";

  private CassandraFlags() {}

  /**
   * The flags of a node. Without the agent of its own start script, as an agent gets the bytes of
   * each class of the archive again; the sizes of its memtables are estimates then.
   *
   * @param throwaway whether its data may be lost with its process
   */
  static List<String> of(Path settings, Path directory, boolean throwaway) {
    List<String> flags = new ArrayList<>(List.of("-Xms128m", "-Xmx320m"));
    EXPORTS.forEach(name -> flags.add("--add-exports=" + name + "=ALL-UNNAMED"));
    OPENS.forEach(name -> flags.add("--add-opens=" + name + "=ALL-UNNAMED"));
    flags.addAll(ALONE);
    flags.add(ROW_OVERHEAD);
    flags.add(COARSE_CLOCK);
    if (throwaway) {
      flags.add(FORGETFUL);
    }
    flags.add("-Dio.netty.tryReflectionSetAccessible=true");
    flags.add("-Dcassandra-foreground=yes");
    flags.add("-Dcassandra.config=" + settings.toUri());
    flags.add("-Dcassandra.storagedir=" + directory);
    flags.add("-Dcassandra.logdir=" + directory.resolve("logs"));
    return flags;
  }
}
