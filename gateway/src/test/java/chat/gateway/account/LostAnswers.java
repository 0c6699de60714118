package chat.gateway.account;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A session in which, of three conditional writes in a row, one is done, one is done but its answer
 * is lost, and one is lost itself.
 */
public final class LostAnswers {

  private final CqlSession session;
  private final AtomicInteger writes = new AtomicInteger();

  private LostAnswers(CqlSession session) {
    this.session = session;
  }

  public static CqlSession in(CqlSession session) {
    LostAnswers lost = new LostAnswers(session);
    return (CqlSession)
        Proxy.newProxyInstance(
            LostAnswers.class.getClassLoader(),
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
