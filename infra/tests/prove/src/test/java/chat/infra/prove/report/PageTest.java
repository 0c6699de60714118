package chat.infra.prove.report;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.prove.history.Cast;
import chat.infra.prove.history.Entry;
import chat.infra.prove.history.Kind;
import chat.infra.prove.history.Recording;
import chat.infra.prove.judge.Judge;
import chat.infra.prove.judge.Verdict;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A run as a page and as text. */
class PageTest {

  private static final long SECOND = 1_000_000;

  private static final List<List<String>> HELD =
      List.of(List.of("held", "begin"), List.of("s3, <threads>", "7"));

  private final Verdict verdict =
      Judge.judge(
          new Recording(
              new Cast(1, List.of(0), List.of(new Cast.Room("a", false, Set.of(0)))),
              List.of("kill <b>"),
              List.of(
                  entry(1, Kind.FAULT_BEGAN, 0),
                  entry(2, Kind.SENT, 1),
                  entry(3, Kind.ACKED, 1),
                  entry(4, Kind.FAULT_ENDED, 0))));

  @Test
  void a_page_needs_nothing_else() {
    String page = Page.of("a & b", verdict, HELD, List.of("gateway-1.log: <e>"));

    assertThat(page)
        .startsWith("<!doctype html>")
        .contains(
            "a &amp; b",
            "<rect class=\"fault\"",
            "kill &lt;b>",
            "LOST: 1 times",
            "not checked: files",
            "<tr><th>held<th>begin<tr><td>s3, &lt;threads><td>7</table>",
            "gateway-1.log: &lt;e>")
        .doesNotContain("http", "src=", "<link", "<script", "kill <b>");
  }

  @Test
  void text_has_the_figures_of_each_fault_and_the_verdict() {
    assertThat(Text.lines("title", verdict, HELD, List.of("an error")))
        .contains("| kill <b> | 3.0 s | – | 1.0 s / 1.0 s / 1.0 s | – |")
        .contains("title: 1 messages acknowledged, 0 events shown, 0 files stored, PROMISES BROKEN")
        .contains("| held | begin |", "| --- | --- |", "| s3, <threads> | 7 |")
        .contains("not checked: files, as few were sent and none was stored")
        .endsWith("an error");
  }

  private static Entry entry(long second, Kind kind, long id) {
    return new Entry(second * SECOND, kind, 0, 0, 0, 7, 0, id);
  }
}
