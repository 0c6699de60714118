package chat.gateway.limits;

import chat.sockets.budget.Rate;
import java.util.Locale;

/** The kinds of rate limits. */
public enum Limit {
  /** Registrations from one address. */
  REGISTER_ADDRESS(true),
  /** Wrong passwords for one account, by email or id. */
  LOGIN_ACCOUNT(true),
  /** Sign-ins from one address. */
  LOGIN_ADDRESS(true),
  /** Refreshes and logouts from one address. */
  REFRESH_ADDRESS(true),
  /** Messages of one user. */
  SEND_USER(true),
  /** Messages of one user to one room. */
  SEND_USER_ROOM(true),
  /** Messages to one room. */
  SEND_ROOM(true),
  /** Edits, deletions and reactions of one user. */
  CHANGE_USER(true),
  /** Edits, deletions and reactions of one user in one room. */
  CHANGE_USER_ROOM(true),
  /** Events that one user emits and that are not kept. */
  EMIT_USER(true),
  /** Joins of rooms by one user's sockets. */
  JOIN_USER(true),
  /** Uploads of one user. */
  UPLOAD_USER(true),
  /** Reads of one user by REST. */
  READ_USER(true),
  /** Other writes of one user. */
  WRITE_USER(true),
  /** Calls of one service. */
  SERVICE(true),
  /** Frames of one user's sockets at one gateway. */
  FRAME_USER(false),
  /** Refused frames of one user's sockets at one gateway, before the sockets are closed. */
  REFUSAL_USER(false);

  private final boolean shared;
  private final String word;

  Limit(boolean shared) {
    this.shared = shared;
    this.word = name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether the limit holds over all gateways. */
  boolean isShared() {
    return shared;
  }

  /** Whether the limit is one of a user. */
  boolean isOfUser() {
    return switch (this) {
      case REGISTER_ADDRESS, LOGIN_ACCOUNT, LOGIN_ADDRESS, REFRESH_ADDRESS, SEND_ROOM, SERVICE ->
          false;
      default -> true;
    };
  }

  /** The rate, before a factor for trusted users. */
  Rate rate(LimitSettings settings) {
    return switch (this) {
      case REGISTER_ADDRESS -> settings.registerAddress();
      case LOGIN_ACCOUNT -> settings.loginAccount();
      case LOGIN_ADDRESS -> settings.loginAddress();
      case REFRESH_ADDRESS -> settings.refreshAddress();
      case SEND_USER -> settings.sendUser();
      case SEND_USER_ROOM -> settings.sendUserRoom();
      case SEND_ROOM -> settings.sendRoom();
      case CHANGE_USER -> settings.changeUser();
      case CHANGE_USER_ROOM -> settings.changeUserRoom();
      case EMIT_USER -> settings.emitUser();
      case JOIN_USER -> settings.joinUser();
      case UPLOAD_USER -> settings.uploadUser();
      case READ_USER -> settings.readUser();
      case WRITE_USER -> settings.writeUser();
      case SERVICE -> settings.service();
      case FRAME_USER -> settings.frameUser();
      case REFUSAL_USER -> settings.refusalUser();
    };
  }

  /** Its name in answers and in Redis. */
  String word() {
    return word;
  }
}
