package chat.infra.prove.judge;

import static chat.infra.prove.judge.Changes.READER;
import static chat.infra.prove.judge.Changes.again;
import static chat.infra.prove.judge.Changes.alter;
import static chat.infra.prove.judge.Changes.at;
import static chat.infra.prove.judge.Changes.change;
import static chat.infra.prove.judge.Changes.drop;
import static chat.infra.prove.judge.Changes.entry;
import static chat.infra.prove.judge.Changes.last;
import static chat.infra.prove.judge.Changes.move;
import static chat.infra.prove.judge.Changes.one;
import static chat.infra.prove.judge.Changes.other;
import static chat.infra.prove.judge.Changes.swap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import chat.infra.prove.history.Entry;
import chat.infra.prove.history.Kind;
import chat.infra.prove.history.MessageId;
import chat.infra.prove.history.Recording;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The judge finds nothing in an honest history, and each lie in one that was changed. */
class JudgeTest {

  @Test
  void an_honest_history_keeps_every_promise() {
    Verdict verdict = judge(HonestHistory.entries());

    assertThat(verdict.findings().lines()).isEmpty();
    assertThat(verdict.acknowledged()).isEqualTo(19);
    assertThat(verdict.shown()).isPositive();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mutations")
  void a_changed_history_breaks_the_promise(
      String name, Rule rule, Consumer<List<Entry>> mutation) {
    List<Entry> entries = HonestHistory.entries();
    mutation.accept(entries);

    assertThat(judge(entries).findings().counts()).as(name).containsKey(rule);
  }

  @Test
  void an_ack_may_be_lost_with_its_socket_or_be_an_error() {
    List<Entry> lost = HonestHistory.entries();
    Entry ack = one(lost, e -> e.kind() == Kind.ACKED);
    lost.set(
        lost.indexOf(ack), new Entry(ack.micros(), Kind.CLOSED, ack.client(), 1, 0, 1006, 0, 0));
    List<Entry> error = HonestHistory.entries();
    error.set(
        error.indexOf(ack),
        new Entry(ack.micros(), Kind.DEFERRED, ack.client(), 1, ack.room(), 0, 0, ack.id()));

    assertThat(judge(lost).findings().counts()).doesNotContainKeys(Rule.UNACKED, Rule.UNANSWERED);
    assertThat(judge(error).findings().lines()).isEmpty();
  }

  @Test
  void a_proxy_that_has_no_gateway_tells_nothing() {
    List<Entry> all = HonestHistory.entries();
    answer(all, 502);

    assertThat(judge(all).findings().lines()).isEmpty();
  }

  @Test
  void events_that_can_not_be_checked_are_counted() {
    List<Entry> all = HonestHistory.entries();
    all.add(one(all, e -> e.kind() == Kind.ADDING));
    joinKicked(all);

    assertThat(judge(all).findings().counts()).doesNotContainKey(Rule.FOREIGN);
    assertThat(judge(all).unchecked()).isEqualTo(1);
  }

  @Test
  void without_a_log_all_else_is_judged() {
    for (int from = 0; from < 2; from++) {
      List<Entry> all = HonestHistory.entries();
      unreadable(all, from);

      assertThat(judge(all).findings().counts()).containsOnlyKeys(Rule.UNJUDGED);
    }
    List<Entry> second = HonestHistory.entries();
    second.replaceAll(e -> isLog(e) && e.socket() == 0 && e.room() == 0 ? unread(e) : e);
    assertThat(judge(second).findings().counts()).containsOnlyKeys(Rule.UNJUDGED);
  }

  private static boolean isLog(Entry entry) {
    return entry.kind() == Kind.LOGGED || entry.kind() == Kind.LOG_READ;
  }

  private static Entry unread(Entry logged) {
    return new Entry(0, Kind.LOG_UNREADABLE, 0, 0, logged.room(), 0, 0, 0);
  }

  static Stream<Arguments> mutations() {
    return Stream.of(
        mutation("a logged message vanishes", Rule.LOST, JudgeTest::forgetLogged),
        mutation("an ack names a later place", Rule.DIFFERENT, all -> move(all, Kind.ACKED)),
        mutation("an ack comes again with another place", Rule.DOUBLED, JudgeTest::ackAgain),
        mutation("a message stands twice in the log", Rule.DOUBLED, JudgeTest::logAgain),
        mutation("two messages of a sender change places", Rule.REORDERED, JudgeTest::swapSent),
        mutation("a refused message stands in the log", Rule.REFUSED_BUT_THERE, JudgeTest::refuse),
        mutation("a member is refused", Rule.REFUSED, JudgeTest::refuse),
        mutation("a message is not answered", Rule.UNANSWERED, JudgeTest::forgetAnswer),
        mutation("an event comes without its ack", Rule.UNACKED, JudgeTest::forgetAck),
        mutation("no ack comes", Rule.UNACKED, all -> all.removeIf(e -> e.kind() == Kind.ACKED)),
        mutation("its event names a later place", Rule.DIFFERENT, all -> move(all, Kind.CAME)),
        mutation("a gateway has one event less", Rule.DIFFERENT, JudgeTest::forgetAtOther),
        mutation("a gateway has other events", Rule.DIFFERENT, JudgeTest::changeAtOther),
        mutation("the log has a hole", Rule.GAP, all -> unlink(all, Kind.LOGGED)),
        mutation("a client does not show an event", Rule.GAP, all -> drop(all, Kind.SHOWN, 3)),
        mutation("a client does not show the last", Rule.GAP, JudgeTest::dropLastShown),
        mutation("a client shows an event twice", Rule.DOUBLED, all -> again(all, Kind.SHOWN)),
        mutation("a client shows two in turn", Rule.REORDERED, all -> swap(all, Kind.SHOWN)),
        mutation("a client shows another event", Rule.DIFFERENT, all -> other(all, Kind.SHOWN)),
        mutation("a client is reset", Rule.RESET, all -> all.add(at(Kind.RESET, READER, 0, 3))),
        mutation("a socket skips an event", Rule.GAP, all -> drop(all, Kind.RECEIVED, 2)),
        mutation("a socket gets an event twice", Rule.DOUBLED, all -> again(all, Kind.RECEIVED)),
        mutation("a socket gets two in turn", Rule.REORDERED, all -> swap(all, Kind.RECEIVED)),
        mutation("fewer events are replayed than said", Rule.GAP, JudgeTest::announceMore),
        mutation("an event comes without a join", Rule.FOREIGN, JudgeTest::forgetJoin),
        mutation("a stranger gets an event", Rule.FOREIGN, JudgeTest::tellStranger),
        mutation("a stranger reads a page", Rule.FOREIGN, JudgeTest::pageStranger),
        mutation("a stranger joins", Rule.FOREIGN, JudgeTest::joinStranger),
        mutation("a stranger learns of a room", Rule.FOREIGN, JudgeTest::forbid),
        mutation("a kicked guest hears more", Rule.FOREIGN, JudgeTest::tellKicked),
        mutation("a kicked guest joins again", Rule.FOREIGN, JudgeTest::joinKicked),
        mutation(
            "a kicked guest reads on after an addition without event",
            Rule.FOREIGN,
            JudgeTest::addInVain),
        mutation(
            "a kicked guest hears more after a refused addition",
            Rule.FOREIGN,
            JudgeTest::refuseGuest),
        mutation("a probe fails", Rule.FAILED, all -> answer(all, 500)),
        mutation("a join is invalid", Rule.FAILED, all -> answer(all, 400)),
        mutation("a page fails", Rule.FAILED, all -> all.add(at(Kind.FAILED, 0, 0, 500))),
        mutation("one too many is unread", Rule.UNREAD_WRONG, JudgeTest::countMore),
        mutation("a marker goes back", Rule.UNREAD_WRONG, JudgeTest::markBack),
        mutation("the log has another text", Rule.ALTERED, JudgeTest::alterLogged),
        mutation("a socket gets another text", Rule.ALTERED, all -> alter(all, Kind.RECEIVED)),
        mutation("a socket gets another event", Rule.DIFFERENT, all -> other(all, Kind.RECEIVED)),
        mutation("a page has another text", Rule.ALTERED, all -> alter(all, Kind.PAGED)),
        mutation("a page has another event", Rule.DIFFERENT, all -> other(all, Kind.PAGED)),
        mutation("a page has a hole", Rule.GAP, all -> drop(all, Kind.PAGED, 1)),
        mutation("a page begins late", Rule.GAP, all -> drop(all, Kind.PAGED, 0)),
        mutation("a page has an event twice", Rule.DOUBLED, all -> again(all, Kind.PAGED)),
        mutation("a page has two in turn", Rule.REORDERED, all -> swap(all, Kind.PAGED)),
        mutation("a server never replays", Rule.UNRECOVERED, JudgeTest::replayNothing),
        mutation("a list has a room less", Rule.UNREAD_WRONG, all -> drop(all, Kind.UNREAD, 1)),
        mutation(
            "a list is empty",
            Rule.UNREAD_WRONG,
            all -> all.removeIf(e -> e.kind() == Kind.UNREAD)),
        mutation("a gateway has no event", Rule.DIFFERENT, JudgeTest::forgetAllAtOther),
        mutation("a log can't be read", Rule.UNJUDGED, all -> unreadable(all, 1)),
        mutation("no gateway has a log", Rule.UNJUDGED, all -> unreadable(all, 0)),
        mutation(
            "a list can't be read",
            Rule.UNJUDGED,
            all -> all.add(at(Kind.LIST_UNREADABLE, 0, 0, 0))),
        mutation("a client fails", Rule.UNJUDGED, all -> all.add(at(Kind.CLIENT_FAILED, 0, 0, 0))),
        mutation(
            "a part is not back", Rule.NOT_BACK, all -> all.add(at(Kind.FAULT_FAILED, 0, 0, 0))),
        mutation("an ack comes without a log", Rule.UNSAFE, JudgeTest::stopLog),
        mutation("no file is stored", Rule.NO_FILE, all -> drop(all, Kind.UPLOADED, 0)),
        mutation("a file is gone", Rule.FILE_LOST, all -> drop(all, Kind.FILE_READ, 0)),
        mutation("a file is another one", Rule.FILE_LOST, JudgeTest::changeFile),
        mutation("nothing happens", Rule.EMPTY, List::clear),
        mutation("a list is old", Rule.UNREAD_WRONG, JudgeTest::listOld),
        mutation("a member is put out", Rule.ENDED, all -> all.add(at(Kind.LEFT, 0, 0, 0))),
        mutation("a client is sent away", Rule.ENDED, all -> all.add(at(Kind.ENDED, 0, 0, 4403))));
  }

  private static Arguments mutation(String name, Rule rule, Consumer<List<Entry>> mutation) {
    return arguments(name, rule, mutation);
  }

  private static Verdict judge(List<Entry> entries) {
    return Judge.judge(new Recording(HonestHistory.CAST, List.of(), entries));
  }

  private static void forgetLogged(List<Entry> all) {
    long lost = one(all, e -> e.kind() == Kind.LOGGED && e.id() != 0).id();
    all.removeIf(e -> e.kind() == Kind.LOGGED && e.id() == lost);
  }

  private static void ackAgain(List<Entry> all) {
    Entry ack = one(all, e -> e.kind() == Kind.ACKED);
    all.add(all.indexOf(ack) + 1, entry(ack, ack.seq() + 3, 0, ack.id()));
  }

  private static void logAgain(List<Entry> all) {
    Entry first = one(all, e -> e.kind() == Kind.LOGGED && e.id() != 0 && e.room() == 0);
    Entry last = last(all, e -> e.kind() == Kind.LOGGED && e.socket() == 0 && e.room() == 0);
    all.add(all.indexOf(last) + 1, entry(first, last.seq() + 3, last.seq(), first.id()));
  }

  private static void swapSent(List<Entry> all) {
    List<Entry> acks =
        all.stream()
            .filter(e -> e.kind() == Kind.ACKED && e.client() == 0 && e.room() == 0)
            .limit(2)
            .toList();
    int first = all.indexOf(acks.get(0));
    int second = all.indexOf(acks.get(1));
    all.set(first, entry(acks.get(0), acks.get(1).seq(), 0, acks.get(0).id()));
    all.set(second, entry(acks.get(1), acks.get(0).seq(), 0, acks.get(1).id()));
  }

  private static void refuse(List<Entry> all) {
    change(
        all,
        e -> e.kind() == Kind.ACKED,
        e -> new Entry(e.micros(), Kind.REFUSED, e.client(), 1, e.room(), 0, 0, e.id()));
  }

  private static void forgetAnswer(List<Entry> all) {
    drop(all, Kind.ACKED, 1);
    drop(all, Kind.CAME, 1);
  }

  private static void forgetAck(List<Entry> all) {
    drop(all, Kind.ACKED, 1);
  }

  private static void forgetAtOther(List<Entry> all) {
    all.remove(last(all, e -> e.kind() == Kind.LOGGED && e.socket() == 1));
  }

  private static void forgetAllAtOther(List<Entry> all) {
    all.removeIf(e -> e.kind() == Kind.LOGGED && e.socket() == 1 && e.room() == 0);
  }

  /** The log of the first room is there at no gateway from one on. */
  private static void unreadable(List<Entry> all, int from) {
    all.removeIf(e -> isLog(e) && e.room() == 0 && e.socket() >= from);
    for (int gateway = from; gateway < 2; gateway++) {
      all.add(new Entry(0, Kind.LOG_UNREADABLE, 0, gateway, 0, 0, 0, 0));
    }
  }

  private static void changeAtOther(List<Entry> all) {
    change(
        all,
        e -> e.kind() == Kind.LOGGED && e.socket() == 1 && e.id() != 0,
        e -> entry(e, e.seq(), e.prev(), MessageId.of(1, 900)));
  }

  private static void unlink(List<Entry> all, Kind kind) {
    change(
        all, e -> e.kind() == kind && e.prev() > 0, e -> entry(e, e.seq(), e.prev() - 1, e.id()));
  }

  private static void dropLastShown(List<Entry> all) {
    all.remove(last(all, e -> e.kind() == Kind.SHOWN && e.client() == READER));
  }

  private static void alterLogged(List<Entry> all) {
    alter(all, Kind.LOGGED);
  }

  private static void replayNothing(List<Entry> all) {
    change(all, e -> e.kind() == Kind.JOINED && e.id() > 0, e -> entry(e, e.seq(), e.prev(), -2));
  }

  private static void announceMore(List<Entry> all) {
    change(
        all,
        e -> e.kind() == Kind.JOINED && e.id() > 0,
        e -> entry(e, e.seq(), e.prev(), e.id() + 1));
  }

  private static void forgetJoin(List<Entry> all) {
    drop(all, Kind.JOINED, 0);
  }

  private static void tellStranger(List<Entry> all) {
    tell(all, Kind.RECEIVED, HonestHistory.STRANGER);
  }

  private static void pageStranger(List<Entry> all) {
    tell(all, Kind.PAGED, HonestHistory.STRANGER);
  }

  private static void tell(List<Entry> all, Kind kind, int client) {
    Entry heard = last(all, e -> e.kind() == Kind.RECEIVED && e.room() == HonestHistory.HIDDEN);
    all.add(
        all.indexOf(heard) + 1,
        new Entry(
            heard.micros(), kind, client, 1, heard.room(), heard.seq(), heard.prev(), heard.id()));
  }

  private static void joinStranger(List<Entry> all) {
    all.add(at(Kind.JOINED, HonestHistory.STRANGER, HonestHistory.HIDDEN, 3));
  }

  private static void forbid(List<Entry> all) {
    answer(all, 403);
  }

  private static void answer(List<Entry> all, int status) {
    change(all, e -> e.kind() == Kind.PROBED, e -> entry(e, status, 0, 0));
  }

  private static void changeFile(List<Entry> all) {
    change(all, e -> e.kind() == Kind.FILE_READ, e -> entry(e, 0, 0, e.id()));
  }

  /** The log stops long before the last ack. */
  private static void stopLog(List<Entry> all) {
    all.add(0, at(Kind.LOG_STOPPED, 0, 0, 0));
  }

  /** The guest is in when an owner adds it again, and joins again. */
  private static void addInVain(List<Entry> all) {
    Entry join = one(all, e -> e.kind() == Kind.JOINED && e.client() == HonestHistory.GUEST);
    Entry start = one(all, e -> e.kind() == Kind.ADDING);
    all.add(all.indexOf(join) + 1, join);
    all.add(all.indexOf(join) + 1, start);
    tell(all, Kind.PAGED, HonestHistory.GUEST);
  }

  private static void refuseGuest(List<Entry> all) {
    Entry start = one(all, e -> e.kind() == Kind.ADDING);
    Entry end = last(all, e -> e.kind() == Kind.LEFT);
    all.add(all.indexOf(end) + 1, start);
    all.add(all.indexOf(end) + 2, entry(at(Kind.NOT_ADDED, start.client(), 1, 403), 403, 0, 0));
    joinKicked(all);
  }

  private static void tellKicked(List<Entry> all) {
    tell(all, Kind.RECEIVED, HonestHistory.GUEST);
  }

  private static void joinKicked(List<Entry> all) {
    Entry end = last(all, e -> e.kind() == Kind.MEMBER);
    all.add(at(Kind.JOINED, HonestHistory.GUEST, HonestHistory.HIDDEN, end.seq()));
  }

  private static void countMore(List<Entry> all) {
    change(all, e -> e.kind() == Kind.UNREAD, e -> entry(e, e.seq(), e.prev(), e.id() + 1));
  }

  private static void markBack(List<Entry> all) {
    change(all, e -> e.kind() == Kind.UNREAD, e -> entry(e, e.seq() - 1, e.prev(), e.id()));
  }

  private static void listOld(List<Entry> all) {
    change(all, e -> e.kind() == Kind.UNREAD, e -> entry(e, e.seq(), e.prev() - 3, e.id()));
  }
}
