package chat.infra.devstack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An answer of a gateway for people: a line for each field, a table for a list of objects, and
 * times that can be read.
 */
final class ReadableAnswer {

  private static final String INDENT = "  ";

  /** Fields of this form are times in milliseconds since the epoch. */
  private static final String TIME = "at|since|.*(At|Since|After|Before)";

  private static final String MILLIS = "1[0-9]{12}";

  private ReadableAnswer() {}

  /** The lines of an answer. */
  static List<String> of(Object answer) {
    List<String> lines = new ArrayList<>();
    write(answer, "", lines);
    return lines;
  }

  private static void write(Object value, String indent, List<String> lines) {
    if (value instanceof Map<?, ?> fields) {
      fields.forEach((name, field) -> write(String.valueOf(name), field, indent, lines));
    } else if (value instanceof List<?> values) {
      list(values, indent, lines);
    } else {
      lines.add(indent + printable(value.toString()));
    }
  }

  private static void write(String name, Object value, String indent, List<String> lines) {
    if (value instanceof Map<?, ?> fields && !fields.isEmpty()) {
      lines.add(indent + name + ":");
      write(value, indent + INDENT, lines);
    } else if (value instanceof List<?> values && !values.isEmpty()) {
      lines.add(indent + name + ":");
      list(values, indent + INDENT, lines);
    } else {
      lines.add(indent + name + ": " + (isEmpty(value) ? "none" : text(name, value)));
    }
  }

  private static boolean isEmpty(Object value) {
    return value instanceof List<?> || value instanceof Map<?, ?>;
  }

  private static void list(List<?> values, String indent, List<String> lines) {
    if (values.stream().allMatch(ReadableAnswer::isFlat)) {
      table(values.stream().<Map<?, ?>>map(value -> (Map<?, ?>) value).toList(), indent, lines);
      return;
    }
    for (Object value : values) {
      List<String> inner = new ArrayList<>();
      write(value, "", inner);
      for (int i = 0; i < inner.size(); i++) {
        lines.add(indent + (i == 0 ? "- " : INDENT) + inner.get(i));
      }
    }
  }

  private static boolean isFlat(Object value) {
    return value instanceof Map<?, ?> fields
        && fields.values().stream().noneMatch(ReadableAnswer::isEmpty);
  }

  private static void table(List<Map<?, ?>> rows, String indent, List<String> lines) {
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> row.keySet().forEach(name -> names.add(String.valueOf(name))));
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.copyOf(names));
    for (Map<?, ?> row : rows) {
      cells.add(names.stream().map(name -> cell(row, name)).toList());
    }
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < names.size(); column++) {
      int at = column;
      widths.add(cells.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
    }
    for (List<String> row : cells) {
      lines.add(indent + padded(row, widths));
    }
  }

  private static String cell(Map<?, ?> row, String name) {
    Object value = row.get(name);
    return value == null ? "-" : text(name, value);
  }

  private static String padded(List<String> row, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      line.append(("%-" + (widths.get(i) + 2) + "s").formatted(row.get(i)));
    }
    return line.toString().stripTrailing();
  }

  private static String text(String name, Object value) {
    String text = value.toString();
    boolean isTime = name.matches(TIME) && text.matches(MILLIS);
    return isTime ? Instant.ofEpochMilli(Long.parseLong(text)).toString() : printable(text);
  }

  /** Control characters could change what a terminal shows. */
  private static String printable(String text) {
    return text.codePoints()
        .map(point -> Character.isISOControl(point) ? '?' : point)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
