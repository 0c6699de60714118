package chat.gateway.limits;

import chat.edge.guard.SettingBounds;
import chat.sockets.budget.Rate;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much each user, address and room may do. A rate is how many at once, and in which time as
 * many come back: 100/10s is 100 at once and 10 a second.
 *
 * @param enabled whether there are limits at all: rates, and connections by user and address; off
 *     for load tests only
 * @param registerAddress largest rate of registrations from one address (an IPv6 address counts as
 *     its /64)
 * @param loginAccount largest rate of wrong passwords for one account; right ones do not count
 * @param loginAddress largest rate of sign-ins from one address
 * @param refreshAddress largest rate of token refreshes and logouts from one address
 * @param sendUser largest rate of messages of one user, over all rooms
 * @param sendUserRoom largest rate of messages of one user to one room
 * @param sendRoom largest rate of messages of all users to one room
 * @param changeUser largest rate of edits, deletions and reactions of one user, over all rooms
 * @param changeUserRoom largest rate of edits, deletions and reactions of one user in one room
 * @param emitUser largest rate of emitted events of one user that are not kept
 * @param joinUser largest rate of joins of rooms by one user
 * @param uploadUser largest rate of uploads of one user
 * @param readUser largest rate of REST calls of one user that read
 * @param writeUser largest rate of REST calls of one user that change something (uploads have a
 *     rate of their own), and of read markers
 * @param service largest rate of calls of one service, whatever its address; they count against no
 *     user and no room
 * @param frameUser largest rate of frames of one user's connections at one gateway
 * @param refusalUser largest rate of refusals to one user's connections at one gateway; one refusal
 *     more closes the connection with 4429
 * @param trustedUsers ids of users, such as bots, whose rates are a multiple of those of others
 * @param trustedFactor multiple of all limits by user that the trusted users have (1 or more)
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
    @DefaultValue("20/1s") Rate emitUser,
    @DefaultValue("2000/1m") Rate joinUser,
    @DefaultValue("120/1m") Rate uploadUser,
    @DefaultValue("3000/1m") Rate readUser,
    @DefaultValue("1200/1m") Rate writeUser,
    @DefaultValue("10000/20s") Rate service,
    @DefaultValue("3000/10s") Rate frameUser,
    @DefaultValue("200/10s") Rate refusalUser,
    @DefaultValue Set<String> trustedUsers,
    @DefaultValue("20") int trustedFactor) {

  public LimitSettings {
    SettingBounds.atLeast("chat.limits.trusted-factor", trustedFactor, 1);
    trustedUsers = Set.copyOf(trustedUsers);
  }

  boolean isTrusted(String user) {
    return trustedUsers.contains(user);
  }
}
