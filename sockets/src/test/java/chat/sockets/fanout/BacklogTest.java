package chat.sockets.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BacklogTest {

  private final Backlog empty = Backlog.empty(new ShardBytes(new OutboundBytes(1000)));
  private final Frame one = Frame.event("a", "message", "one".getBytes(UTF_8));
  private final Frame two = Frame.event("a", "message", "two".getBytes(UTF_8));

  @Test
  void all_that_wait_for_the_same_share_it() {
    assertThat(empty.and(one).and(two)).isSameAs(empty.and(one).and(two));
  }

  @Test
  void what_waits_stays_in_order() {
    empty.and(two);

    assertThat(Lines.of(empty.and(one).and(two).and(one).encoded(Lines.FORMAT).begin()))
        .containsExactly("one", "two", "one");
  }

  @Test
  void it_is_put_together_once_for_each_format() {
    CountingFormat mine = new CountingFormat();
    CountingFormat other = new CountingFormat();
    Backlog both = empty.and(one).and(two);
    both.encoded(mine);
    both.encoded(other);
    both.encoded(mine);

    assertThat(mine.frames).isEqualTo(2);
    assertThat(other.frames).isEqualTo(2);
  }

  @Test
  void how_far_one_socket_has_come_is_nothing_to_others() {
    Backlog backlog = empty.and(one);
    ByteBuffer first = backlog.encoded(Lines.FORMAT).begin();
    first.position(first.limit());

    assertThat(Lines.of(backlog.encoded(Lines.FORMAT).begin())).containsExactly("one");
  }

  @Test
  void bytes_and_frames_are_counted() {
    assertThat(empty.isEmpty()).isTrue();
    assertThat(empty.and(one).and(two).bytes()).isEqualTo(6);
    assertThat(empty.and(one).and(two).frames()).containsExactly(one, two);
  }

  private static final class CountingFormat implements WireFormat {
    private int frames;

    @Override
    public int size(Frame frame) {
      return Lines.FORMAT.size(frame);
    }

    @Override
    public void put(Frame frame, ByteBuffer to) {
      frames++;
      Lines.FORMAT.put(frame, to);
    }

    @Override
    public @Nullable Frame ping() {
      return Lines.FORMAT.ping();
    }

    @Override
    public Frame close(CloseReason reason) {
      return Lines.FORMAT.close(reason);
    }
  }
}
