package chat.gateway.limits;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much anybody may do; each rate is how many at once and in which time as many come back.
 *
 * @param enabled false: there are no limits
 * @param registerAddress registrations from one address
 * @param loginAccount wrong passwords for one account
 * @param loginAddress sign-ins from one address
 * @param refreshAddress refreshes and logouts from one address
 * @param sendUser messages of one user
 * @param sendRoom messages to one room
 * @param joinUser joins of rooms by one user
 * @param uploadUser uploads of one user
 * @param readUser reads of one user by REST
 * @param writeUser other writes of one user by REST
 * @param frameUser frames of one user's sockets at one gateway
 * @param refusalUser refusals for one user's sockets at one gateway, before they are closed
 * @param sync how often what was taken is told to Redis
 * @param atOnce how many users, rooms and addresses are told to Redis each time; the rest the next
 *     time. At ten times a second that is ten thousand who do something each second
 * @param patience how long Redis may take to answer
 * @param leaveAlone how long Redis is not asked after it did not answer in time
 * @param remembered how many users, rooms and addresses are kept in memory at most
 */
@ConfigurationProperties("chat.limits")
public record LimitSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("1200/20m") Rate registerAddress,
    @DefaultValue("10/1m") Rate loginAccount,
    @DefaultValue("600/5m") Rate loginAddress,
    @DefaultValue("1200/1m") Rate refreshAddress,
    @DefaultValue("2000/40s") Rate sendUser,
    @DefaultValue("10000/20s") Rate sendRoom,
    @DefaultValue("2000/1m") Rate joinUser,
    @DefaultValue("120/1m") Rate uploadUser,
    @DefaultValue("3000/1m") Rate readUser,
    @DefaultValue("1200/1m") Rate writeUser,
    @DefaultValue("3000/10s") Rate frameUser,
    @DefaultValue("200/10s") Rate refusalUser,
    @DefaultValue("100ms") Duration sync,
    @DefaultValue("1000") int atOnce,
    @DefaultValue("50ms") Duration patience,
    @DefaultValue("1s") Duration leaveAlone,
    @DefaultValue("200000") int remembered) {

  public LimitSettings {
    requirePositive("sync", sync.toMillis());
    requirePositive("at-once", atOnce);
    requirePositive("patience", patience.toMillis());
    requirePositive("leave-alone", leaveAlone.toMillis());
    requirePositive("remembered", remembered);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("chat.limits." + name + ": " + value + " (expected: > 0)");
    }
  }
}
