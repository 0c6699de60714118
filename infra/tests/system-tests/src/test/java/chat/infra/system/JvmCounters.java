package chat.infra.system;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.jspecify.annotations.Nullable;

/** The counters that the JVM of a part keeps, read from outside. */
final class JvmCounters implements AutoCloseable {

  /** The threads that answer these questions. */
  private static final String OWN = "RMI |JMX |Attach ";

  private final JMXConnector connector;
  private final MBeanServerConnection beans;
  private final ThreadMXBean threads;

  /**
   * Counts of a thread, or of several with the same name.
   *
   * @param name without numbers
   * @param allocatedBytes on the heap
   * @param waits number of times that it waited for another thread or for a time
   */
  record Counts(String name, long allocatedBytes, long waits) {

    Counts plus(Counts other) {
      return new Counts(name, allocatedBytes + other.allocatedBytes, waits + other.waits);
    }

    Counts minus(@Nullable Counts other) {
      return other == null
          ? this
          : new Counts(name, allocatedBytes - other.allocatedBytes, waits - other.waits);
    }
  }

  @SuppressWarnings("BanJNDI") // the JVM is one of this test's own
  JvmCounters(ProcessHandle process) throws Exception {
    VirtualMachine jvm = VirtualMachine.attach(Long.toString(process.pid()));
    try {
      this.connector =
          JMXConnectorFactory.connect(new JMXServiceURL(jvm.startLocalManagementAgent()));
    } finally {
      jvm.detach();
    }
    this.beans = connector.getMBeanServerConnection();
    this.threads =
        ManagementFactory.newPlatformMXBeanProxy(
            beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
  }

  /**
   * The number of requests that a broker has received.
   *
   * @param kind of the requests, as the broker calls it
   */
  long requests(String kind) throws IOException, JMException {
    ObjectName all =
        new ObjectName(
            "kafka.network:type=RequestMetrics,name=RequestsPerSec,request=" + kind + ",*");
    long sum = 0;
    for (ObjectName version : beans.queryNames(all, null)) {
      sum += (Long) beans.getAttribute(version, "Count");
    }
    return sum;
  }

  /** The counts of all threads since their start, by their ids. */
  Map<Long, Counts> threads() {
    long[] ids = threads.getAllThreadIds();
    long[] allocated = threads.getThreadAllocatedBytes(ids);
    ThreadInfo[] infos = threads.getThreadInfo(ids);
    Map<Long, Counts> counts = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      if (infos[i] != null && !infos[i].getThreadName().matches("(" + OWN + ").*")) {
        String name = infos[i].getThreadName().replaceAll("\\d+", "");
        counts.put(ids[i], new Counts(name, allocated[i], infos[i].getWaitedCount()));
      }
    }
    return counts;
  }

  /** The counts since then, by the names of threads. */
  Map<String, Counts> since(Map<Long, Counts> before) {
    Map<String, Counts> growth = new TreeMap<>();
    threads()
        .forEach((id, now) -> growth.merge(now.name(), now.minus(before.get(id)), Counts::plus));
    return growth;
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
