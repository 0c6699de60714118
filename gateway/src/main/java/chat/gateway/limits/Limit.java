package chat.gateway.limits;

import java.util.Locale;
import java.util.function.Function;

/** What is limited, and by what. */
public enum Limit {
  /** Registrations from one address. */
  REGISTER_ADDRESS(true, LimitSettings::registerAddress),
  /** Wrong passwords for one account, by email or id. */
  LOGIN_ACCOUNT(true, LimitSettings::loginAccount),
  /** Sign-ins from one address. */
  LOGIN_ADDRESS(true, LimitSettings::loginAddress),
  /** Refreshes and logouts from one address. */
  REFRESH_ADDRESS(true, LimitSettings::refreshAddress),
  /** Messages of one user, and their changes. */
  SEND_USER(true, LimitSettings::sendUser),
  /** Messages to one room. */
  SEND_ROOM(true, LimitSettings::sendRoom),
  /** Joins of rooms by one user's sockets. */
  JOIN_USER(true, LimitSettings::joinUser),
  /** Uploads of one user. */
  UPLOAD_USER(true, LimitSettings::uploadUser),
  /** Reads of one user by REST. */
  READ_USER(true, LimitSettings::readUser),
  /** Other writes of one user by REST. */
  WRITE_USER(true, LimitSettings::writeUser),
  /** Frames of one user's sockets at one gateway. */
  FRAME_USER(false, LimitSettings::frameUser),
  /** How often one user's sockets may be refused at one gateway before they are closed. */
  REFUSAL_USER(false, LimitSettings::refusalUser);

  private final boolean shared;
  private final Function<LimitSettings, Rate> rate;
  private final String word;

  Limit(boolean shared, Function<LimitSettings, Rate> rate) {
    this.shared = shared;
    this.rate = rate;
    this.word = name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it counts over all gateways. */
  boolean isShared() {
    return shared;
  }

  Rate rate(LimitSettings settings) {
    return rate.apply(settings);
  }

  /** Its name in answers and in Redis. */
  String word() {
    return word;
  }
}
