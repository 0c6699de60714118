package chat.gateway.drain;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Drains this gateway because an operator says so. It is not ready and accepts no sockets until the
 * order is withdrawn or the process ends; it goes on to answer calls that reach it.
 */
@Component
public final class DrainOrders {

  private static final Logger LOG = LoggerFactory.getLogger(DrainOrders.class);

  private final Drain drain;
  private final ApplicationContext context;
  private final ApplicationAvailability availability;

  /** Orders since the thread of the drain began; 0 while it does not run. */
  private final AtomicInteger orders = new AtomicInteger();

  DrainOrders(Drain drain, ApplicationContext context, ApplicationAvailability availability) {
    this.drain = drain;
    this.context = context;
    this.availability = availability;
  }

  /** Whether the gateway accepts no sockets, because it is drained or about to stop. */
  public boolean isDraining() {
    return availability.getReadinessState() == ReadinessState.REFUSING_TRAFFIC;
  }

  /**
   * Begins to drain if another gateway accepts sockets. That is asked when this one does not any
   * more: of two that are drained at once, at most one finds another that accepts. An order that
   * comes while the gateway drains is carried out afterwards.
   *
   * @param anotherAccepts asks the other gateways
   * @return false if no other gateway accepts sockets; this one accepts them again, if it did
   *     before. Imports that read a line meanwhile have ended
   */
  public synchronized boolean begin(BooleanSupplier anotherAccepts) {
    boolean isOpen = !isDraining();
    boolean begins = false;
    if (isOpen) {
      AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
    }
    try {
      begins = anotherAccepts.getAsBoolean();
    } finally {
      if (isOpen && !begins) {
        withdraw();
      }
    }
    if (begins) {
      begin();
    }
    return begins;
  }

  private void begin() {
    if (orders.getAndIncrement() == 0) {
      LOG.info("an operator drains this gateway");
      Thread thread = new Thread(this::run, "drain");
      thread.setDaemon(true);
      thread.start();
    }
  }

  /**
   * Withdraws the order: the gateway accepts sockets again, unless it is about to stop. Clients
   * that were told to leave still leave.
   */
  public synchronized void withdraw() {
    if (!drain.isStopping() && isDraining()) {
      AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
      LOG.info("this gateway accepts sockets again");
    }
  }

  private void run() {
    int carriedOut;
    do {
      carriedOut = orders.get();
      try {
        drain.awaitSockets(this::isDraining);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    } while (!orders.compareAndSet(carriedOut, 0));
  }
}
