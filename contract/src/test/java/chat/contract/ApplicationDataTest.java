package chat.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationDataTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'n':1e400,'m':-1E-400,'x':1e99999999999}",
        "{'n':0.1,'m':0.10,'k':1.0,'z':-0,'y':-0.0}",
        "{'n':12345678901234567890,'m':3.14159265358979323846264338327950288419716939937510}",
        "{'b':[true,false,null,[],{}],'a':{'é€👍':'\u2028','':''}}",
        "{'s':'\\\\\\n\\\"/'}"
      })
  void a_value_comes_back_to_the_digit(String json) {
    assertThat(ApplicationData.of(quoted(json)).json()).isEqualTo(quoted(json));
  }

  @Test
  void blanks_go_and_escapes_become_what_they_mean() {
    assertThat(ApplicationData.of(quoted(" { 'a' : [ 1 , '\\u00e9\\ud83d\\ude00\\/' ] } ")).json())
        .isEqualTo(quoted("{'a':[1,'é😀/']}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "1",
        "'text'",
        "true",
        "",
        "{'a':1",
        "{'a':1,'a':2}",
        "{'a':{'b':1,'\\u0062':2}}",
        "{'a':'\\u0000'}",
        "{'a\\u0000':1}",
        "{'a':'\\ud800'}",
        "{'\\udc00':1}",
        "{'a':NaN}",
        "{'a':01}",
        "{'a':[[[[[[[[]]]]]]]]}"
      })
  void other_values_are_refused(String json) {
    assertThatIllegalArgumentException().isThrownBy(() -> ApplicationData.of(quoted(json)));
  }

  @Test
  void eight_levels_are_the_deepest() {
    String deep = quoted("{'a':[[[[[[[1]]]]]]]}");
    assertThat(ApplicationData.of(deep).json()).isEqualTo(deep);
  }

  @Test
  void the_size_is_that_of_the_text_without_blanks_in_utf_8() {
    String largest = quoted("{'a':'" + "é".repeat(2044) + "'}");
    assertThat(ApplicationData.of(largest.replace(":", " : ")).json()).isEqualTo(largest);
    assertThatThrownBy(() -> ApplicationData.of(largest.replace("a", "ab")))
        .isInstanceOf(ApplicationData.TooLarge.class);
    assertThat(ApplicationData.of("{\"a\":" + "9".repeat(4090) + "}").json()).hasSize(4096);
    assertThatThrownBy(() -> ApplicationData.of("{\"a\":" + "9".repeat(4091) + "}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void null_removes_data() {
    assertThat(ApplicationData.of("null").isNone()).isTrue();
    assertThat(ApplicationData.of("{}").isNone()).isFalse();
  }

  @Test
  void the_order_of_keys_does_not_matter_and_all_else_does() {
    ApplicationData data = ApplicationData.of(quoted("{'b':{'y':1,'x':[1,2]},'a':1}"));

    assertThat(same(data, "{'a':1,'b':{'x':[1,2],'y':1}}")).isTrue();
    assertThat(same(data, "{'a':1,'b':{'x':[2,1],'y':1}}")).isFalse();
    assertThat(same(data, "{'a':1.0,'b':{'x':[1,2],'y':1}}")).isFalse();
    assertThat(same(data, "{'a':1}")).isFalse();
    assertThat(ApplicationData.isSame(null, data)).isFalse();
    assertThat(ApplicationData.isSame(null, null)).isTrue();
  }

  private static boolean same(ApplicationData data, String json) {
    return ApplicationData.isSame(data, ApplicationData.of(quoted(json)));
  }

  private static String quoted(String json) {
    return json.replace('\'', '"');
  }
}
