import {useEffect, useState} from "react";
import {Chat} from "./chat/Chat.tsx";
import {LANGUAGES, LanguageContext} from "./i18n/language.ts";
import {explain} from "./session/http.ts";
import {comeBack} from "./session/issuer.ts";
import {type Session, begin, restored} from "./session/session.ts";
import {SettingsContext, useSettingsOfPage} from "./shell/settings.ts";
import {SignIn} from "./signin/SignIn.tsx";

type Screen =
  | {readonly kind: "starting"}
  | {readonly kind: "signin"; readonly notice: string | null}
  | {readonly kind: "chat"; readonly session: Session};

// Once a page: the code in the address is good for one use.
const returned = comeBack();
// Its failure is shown by the application once that is there.
returned.catch(() => {});

/** The application: the screen to sign in on, or the chat of who is signed in. */
export function App() {
  const settings = useSettingsOfPage();
  const words = LANGUAGES[settings.language];
  const [screen, setScreen] = useState<Screen>({kind: "starting"});

  useEffect(() => {
    returned.then(
      grant => {
        const session = grant ? begin(grant) : restored();
        setScreen(session ? {kind: "chat", session} : {kind: "signin", notice: null});
      },
      (problem: unknown) => {
        // A link may look like the way back from an issuer: it ends no sign-in that there is.
        const session = restored();
        setScreen(session ? {kind: "chat", session} : {kind: "signin", notice: explain(problem, words)});
      },
    );
    // The words of the first screen are good enough for its notice.
  }, []);

  useEffect(() => {
    if (screen.kind === "signin") document.title = `${words.signIn} · ${words.app}`;
  }, [screen.kind, words]);

  return (
    <SettingsContext value={settings}>
      <LanguageContext value={settings.language}>
        {screen.kind === "signin" && (
          <SignIn notice={screen.notice} onSession={session => setScreen({kind: "chat", session})} />
        )}
        {screen.kind === "chat" && (
          <Chat
            key={screen.session.user.id}
            session={screen.session}
            onOver={ended => setScreen({kind: "signin", notice: ended ? words.sessionEnded : null})}
          />
        )}
      </LanguageContext>
    </SettingsContext>
  );
}
