package chat.gateway.limits;

import chat.sockets.budget.Rate;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much each user, address and room may do. A rate is how many at once, and in which time as
 * many come back: 100/10s is 100 at once and 10 a second.
 *
 * @param enabled false: there are no limits
 * @param registerAddress registrations from one address
 * @param loginAccount wrong passwords for one account
 * @param loginAddress sign-ins from one address
 * @param refreshAddress refreshes and logouts from one address
 * @param sendUser messages of one user, over all rooms
 * @param sendUserRoom messages of one user to one room
 * @param sendRoom messages of all users to one room
 * @param changeUser edits, deletions and reactions of one user, over all rooms
 * @param changeUserRoom edits, deletions and reactions of one user in one room
 * @param joinUser joins of rooms by one user
 * @param uploadUser uploads of one user
 * @param readUser reads of one user by REST
 * @param writeUser writes of one user: calls by REST that change something, but uploads, and read
 *     markers
 * @param frameUser frames of one user's sockets at one gateway
 * @param refusalUser refusals for one user's sockets at one gateway, before they are closed
 * @param sync how often what was taken is told to Redis
 * @param atOnce how many users, rooms and addresses are told to Redis each time; the rest the next
 *     time. At ten times a second that is ten thousand who do something each second
 * @param patience how long Redis may take to answer
 * @param leaveAlone how long Redis is not asked after it did not answer in time
 * @param remembered how many budgets of users, rooms and addresses are kept in memory at most
 * @param trustedUsers ids of users, such as bots, that may do more than others
 * @param trustedFactor how many times as much they may do
 */
@ConfigurationProperties("chat.limits")
public record LimitSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("1200/20m") Rate registerAddress,
    @DefaultValue("10/1m") Rate loginAccount,
    @DefaultValue("600/5m") Rate loginAddress,
    @DefaultValue("1200/1m") Rate refreshAddress,
    @DefaultValue("100/10s") Rate sendUser,
    @DefaultValue("20/4s") Rate sendUserRoom,
    @DefaultValue("10000/20s") Rate sendRoom,
    @DefaultValue("100/10s") Rate changeUser,
    @DefaultValue("20/4s") Rate changeUserRoom,
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
    @DefaultValue("200000") int remembered,
    @DefaultValue Set<String> trustedUsers,
    @DefaultValue("20") int trustedFactor) {

  public LimitSettings {
    requirePositive("sync", sync.toMillis());
    requirePositive("at-once", atOnce);
    requirePositive("patience", patience.toMillis());
    requirePositive("leave-alone", leaveAlone.toMillis());
    requirePositive("remembered", remembered);
    requirePositive("trusted-factor", trustedFactor);
    trustedUsers = Set.copyOf(trustedUsers);
  }

  boolean isTrusted(String user) {
    return trustedUsers.contains(user);
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("chat.limits." + name + ": " + value + " (expected: > 0)");
    }
  }
}
