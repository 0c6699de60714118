package chat.sockets.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest extends OneShard {

  /** Four times the mailbox of these settings. */
  private static final int FAR_TOO_MANY = 400;

  @Test
  void what_cannot_wait_is_refused_where_there_is_far_too_much() {
    Mailbox mailbox = new Mailbox(10);
    for (int i = 0; i < 40; i++) {
      assertThat(mailbox.offer(() -> {})).isTrue();
    }
    assertThat(mailbox.offer(() -> {})).isFalse();

    mailbox.drainTo(new ArrayList<>(), 0);
    assertThat(mailbox.offer(() -> {})).isTrue();
  }

  @Test
  void nobody_waits_for_room_in_a_mailbox_that_nobody_empties() {
    Mailbox mailbox = new Mailbox(1);
    mailbox.add(() -> {});
    mailbox.close();
    mailbox.put(() -> {});
    List<Runnable> tasks = new ArrayList<>();
    mailbox.drainTo(tasks, 0);

    assertThat(tasks).isEmpty();
  }

  @Test
  void a_thread_that_is_interrupted_while_it_waits_for_capacity_goes_on() throws Exception {
    Mailbox mailbox = new Mailbox(1);
    mailbox.add(() -> {});
    Thread feed = new Thread(() -> mailbox.addWhenRoom(() -> {}));
    feed.setDaemon(true);
    feed.start();
    while (feed.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    feed.interrupt();
    feed.join(10_000);

    assertThat(feed.isAlive()).isFalse();
    List<Runnable> tasks = new ArrayList<>();
    mailbox.takeAll(tasks, 0);
    assertThat(tasks).as("nothing is skipped").hasSize(2);
  }

  @Test
  void a_connection_for_which_there_is_no_room_is_let_go_of_and_others_stay() {
    RecordingOutlet other = new RecordingOutlet();
    Connection quiet = open(other);
    for (int i = 0; i < 2 * FAR_TOO_MANY; i++) {
      connection.send(bytes("m"));
    }
    List<Joined> answers = new ArrayList<>();
    connection.join(
        "u",
        "a",
        rooms.subscribe("a"),
        null,
        joined -> {
          answers.add(joined);
          return bytes("joined");
        });
    run();

    assertThat(outlet.aborted).isTrue();
    assertThat(outlet.read.size()).isLessThanOrEqualTo(FAR_TOO_MANY);
    assertThat(answers).allMatch(Joined::isRefused).hasSize(1);
    assertThat(rooms.isSubscribed("a")).isFalse();
    assertThat(quiet.isClosed()).isFalse();
  }
}
