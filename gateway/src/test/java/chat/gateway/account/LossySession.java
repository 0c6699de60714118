package chat.gateway.account;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A session that handles three conditional writes in a row differently: it applies the first, loses
 * the answer of the second, and loses the third.
 */
public final class LossySession {

  private final CqlSession session;
  private final AtomicInteger writes = new AtomicInteger();

  private LossySession(CqlSession session) {
    this.session = session;
  }

  public static CqlSession in(CqlSession session) {
    LossySession lost = new LossySession(session);
    return (CqlSession)
        Proxy.newProxyInstance(
            LossySession.class.getClassLoader(),
            new Class<?>[] {CqlSession.class},
            (proxy, method, arguments) -> lost.call(method, arguments));
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    boolean isWrite =
        arguments != null
            && arguments[0] instanceof BoundStatement bound
            && bound.getPreparedStatement().getQuery().contains(" IF ");
    int turn = isWrite ? writes.incrementAndGet() % 3 : 0;
    if (turn == 2) {
      throw new DriverTimeoutException("the write is lost");
    }
    try {
      Object answer = method.invoke(session, arguments);
      if (turn == 1) {
        throw new DriverTimeoutException("the answer is lost");
      }
      return answer;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
