package chat.infra.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;

/** Drives a page by keys alone, and checks at each stop of Tab that the focus can be seen. */
record Keyboard(Page page) {

  private static final int MOST_STOPS = 80;

  /** What is wrong with the element that has the focus; empty: a person sees where it is. */
  private static final String HIDDEN =
      """
      () => {
        const element = document.activeElement;
        if (!element || element === document.body) return 'nothing has the focus';
        const {outlineStyle, outlineWidth} = getComputedStyle(element);
        const field = element.closest('.composer-box');
        const marked = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0
          || element.matches('textarea') && getComputedStyle(field).boxShadow !== 'none';
        const {top, bottom, left, right} = element.getBoundingClientRect();
        const onScreen = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
        return marked && onScreen ? '' : element.outerHTML.slice(0, 200);
      }
      """;

  private static final String IS_THERE =
      "id => document.activeElement.closest('[data-testid]')?.dataset.testid === id";

  /** Presses keys one after the other. */
  void press(String... keys) {
    for (String key : keys) {
      page.keyboard().press(key);
    }
  }

  /** Types into what has the focus. */
  void type(String text) {
    page.keyboard().type(text);
  }

  /** Presses Tab until an element has the focus. */
  void tabTo(String testId) {
    go("Tab", testId);
  }

  /** Presses Shift and Tab until an element has the focus. */
  void tabBackTo(String testId) {
    go("Shift+Tab", testId);
  }

  private void go(String key, String testId) {
    for (int i = 0; i < MOST_STOPS; i++) {
      press(key);
      assertThat(page.evaluate(HIDDEN)).as("focus that can't be seen").isEqualTo("");
      if (Boolean.TRUE.equals(page.evaluate(IS_THERE, testId))) {
        return;
      }
    }
    throw new AssertionError("%s reaches no %s".formatted(key, testId));
  }
}
