package chat.infra.system;

import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** A registered user. */
record User(String id, String username, String email, String token, String refresh) {

  static final String PASSWORD = "correct horse battery";

  /** Registers a user with a name that no other user has. */
  static User register(Rest rest, String name) {
    String username =
        name + "-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    String email = username + "@example.org";
    Rest.Answer answer =
        rest.post(
            "/api/auth/register",
            Map.of("email", email, "password", PASSWORD, "username", username));
    if (answer.status() != 201) {
      throw new AssertionError("register: " + answer.status() + " " + answer.body());
    }
    return new User(
        answer.body().at("/user/id").stringValue(),
        username,
        email,
        answer.body().path("accessToken").stringValue(),
        answer.body().path("refreshToken").stringValue());
  }

  Rest rest(Rest anybody) {
    return new Rest(anybody.gateway(), token);
  }
}
