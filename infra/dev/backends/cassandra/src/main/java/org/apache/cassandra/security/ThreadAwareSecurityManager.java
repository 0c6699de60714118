package org.apache.cassandra.security;

import java.security.PermissionCollection;
import java.security.Permissions;

/**
 * Stands before Cassandra's class of this name on the class path and does nothing.
 *
 * <p>The original installs a security manager and a system-wide policy, which only user-defined
 * functions need (they are off here) and which JDK 24 and later refuse (JEP 486): the server would
 * not start.
 */
public final class ThreadAwareSecurityManager {
  /** Referred to by the code that loads user-defined functions. */
  public static final PermissionCollection noPermissions = new Permissions();

  private ThreadAwareSecurityManager() {}

  /** Installs nothing. */
  public static void install() {}

  /** Tells that no thread is confined. */
  public static boolean isSecuredThread() {
    return false;
  }
}
