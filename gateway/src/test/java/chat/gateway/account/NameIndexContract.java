package chat.gateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.NameIndex.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of the index of usernames, for every store. */
abstract class NameIndexContract {

  /** A prefix of its own, as the table is shared. */
  private final String own = UUID.randomUUID().toString().substring(0, 8);

  abstract NameIndex names();

  @Test
  void names_are_found_by_prefix_in_order() {
    List.of("-b", "9", ".a", "_c", "a", "z", "aa").forEach(name -> names().add(own + name, name));
    names().add("0" + own, "other");

    assertThat(found(own, null, 10)).containsExactly("-b", ".a", "9", "_c", "a", "aa", "z");
    assertThat(found(own + "a", null, 10)).containsExactly("a", "aa");
    assertThat(found(own + "x", null, 10)).isEmpty();
  }

  @Test
  void pages_have_no_gaps_and_no_overlaps() {
    List<String> all = new ArrayList<>();
    for (int i = 10; i < 35; i++) {
      names().add(own + i, String.valueOf(i));
      all.add(String.valueOf(i));
    }
    List<String> seen = new ArrayList<>();
    String after = null;
    for (List<String> page = found(own, after, 7); !page.isEmpty(); page = found(own, after, 7)) {
      seen.addAll(page);
      after = own + page.get(page.size() - 1);
    }

    assertThat(seen).isEqualTo(all);
  }

  @Test
  void one_character_finds_all_names_that_begin_with_it_in_order() {
    List<String> all = List.of("q-" + own, "q.1" + own, "q0" + own, "q_" + own, "qz" + own);
    all.forEach(name -> names().add(name, own));
    names().add("r0" + own, own);

    assertThat(names().find("q", null, 1000).stream().map(Entry::name))
        .filteredOn(name -> name.endsWith(own))
        .isEqualTo(all);
    assertThat(names().find("q", "q0" + own, 1000).stream().map(Entry::name))
        .filteredOn(name -> name.endsWith(own))
        .containsExactly("q_" + own, "qz" + own);
  }

  @Test
  void removing_a_former_name_keeps_the_entry_of_its_new_owner() {
    names().add(own, "anna");
    names().add(own, "berta");
    names().remove(own, "anna");

    assertThat(found(own, null, 10)).containsExactly("berta");
  }

  private List<String> found(String prefix, @Nullable String after, int limit) {
    return names().find(prefix, after, limit).stream().map(Entry::user).toList();
  }
}
