package chat.infra.layout.planted.other;

/** Has the simple name of {@link chat.infra.layout.planted.Twice}. */
public final class Twice {

  /** A nested type may share its name with a nested one. */
  static final class Nested {}
}
