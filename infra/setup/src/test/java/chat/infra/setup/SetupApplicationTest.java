package chat.infra.setup;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class SetupApplicationTest {

  @Test
  void a_removed_setting_stops_the_start_and_is_named_with_its_replacement() {
    assertThatIllegalStateException()
        .isThrownBy(() -> SetupApplication.run("--chat.setup.lock-wait=1m"))
        .withMessageContaining("CHAT_SETUP_LOCK_WAIT: is a constant now: 3m");
  }
}
