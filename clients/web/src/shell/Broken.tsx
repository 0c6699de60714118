import {Component, type ReactNode} from "react";
import {LANGUAGES, firstLanguage} from "../i18n/language.ts";
import {Button} from "../ui/Button.tsx";

/** Shows a way on in place of an empty page, if what is inside fails. */
export class Broken extends Component<{readonly children: ReactNode}, {readonly failed: boolean}> {
  override readonly state = {failed: false};

  static getDerivedStateFromError() {
    return {failed: true};
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    // Nothing is read from the storage of the browser: it may be what failed.
    const words = LANGUAGES[firstLanguage(null, navigator.languages)];
    return (
      <main className="nothing" role="alert" data-testid="broken">
        <h1>{words.broken}</h1>
        <Button look="primary" onClick={() => location.reload()}>
          {words.reload}
        </Button>
      </main>
    );
  }
}
