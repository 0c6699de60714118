import {useState} from "react";
import {useWords} from "../i18n/language.ts";
import {explain} from "../session/http.ts";
import {type Issuer, leaveFor} from "../session/issuer.ts";
import {Button} from "../ui/Button.tsx";

/** Buttons to sign in at the issuers that the gateway names. */
export function Issuers({issuers, alone}: {issuers: readonly Issuer[]; alone: boolean}) {
  const words = useWords();
  const [failure, setFailure] = useState<string | null>(null);
  if (issuers.length === 0) return null;

  return (
    <div className="issuers">
      {alone ? <h1>{words.signIn}</h1> : <p className="issuers-or">{words.or}</p>}
      {failure && (
        <p className="form-error" role="alert">
          {failure}
        </p>
      )}
      {issuers.map(issuer => (
        <Button
          key={issuer.issuer + issuer.clientId}
          look={alone ? "primary" : "plain"}
          className="large"
          onClick={() => void leaveFor(issuer).catch((problem: unknown) => setFailure(explain(problem, words)))}
        >
          {words.signInTo(new URL(issuer.issuer).host)}
        </Button>
      ))}
    </div>
  );
}
