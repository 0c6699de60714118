import {type FormEvent, useLayoutEffect, useRef, useState} from "react";
import {useWords} from "../i18n/language.ts";
import {type FieldError, Problem, explain} from "../session/http.ts";
import {type Session, signIn} from "../session/session.ts";
import {Button} from "../ui/Button.tsx";
import {Field} from "../ui/Field.tsx";
import {Mark} from "../ui/Icon.tsx";
import {Issuers} from "./Issuers.tsx";
import {type SignInField, checked, inWords} from "./fields.ts";
import {useCountdown} from "./useCountdown.ts";
import {useSignInOptions} from "./useSignInOptions.ts";

interface SignInProps {
  readonly notice: string | null;
  readonly onSession: (session: Session) => void;
}

/** The screen to sign in or register on. */
export function SignIn({notice, onSession}: SignInProps) {
  const words = useWords();
  const options = useSignInOptions();
  return (
    <main className="signin" data-testid="signin">
      <div className="signin-hero">
        <p className="wordmark">
          <Mark size={32} /> {words.app}
        </p>
        <p className="signin-claim">
          {words.claim} <span>{words.claimRest}</span>
        </p>
        <p className="signin-gateway">
          {words.onGateway} <span className="host">{location.host}</span>
        </p>
      </div>
      <div className="signin-side">
        {notice && (
          <p className="notice" role="status">
            {notice}
          </p>
        )}
        {options?.local && <LocalForm onSession={onSession} />}
        {options && <Issuers issuers={options.issuers} alone={!options.local} />}
      </div>
    </main>
  );
}

function LocalForm({onSession}: {onSession: (session: Session) => void}) {
  const words = useWords();
  const [registering, setRegistering] = useState(false);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [wait, holdBack] = useCountdown();
  const form = useRef<HTMLFormElement>(null);
  const action = registering ? words.signUp : words.signIn;

  useLayoutEffect(() => {
    const first = errors[0]?.field;
    if (first) form.current?.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
  }, [errors]);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: SignInField) => String(data.get(name) ?? "");
    const email = text("email").trim();
    const fields = {email, password: text("password"), ...(registering && {username: text("username").trim()})};
    setFailure(null);
    const wrong = checked(fields, words);
    setErrors(wrong);
    if (wrong.length > 0 || busy || wait > 0) return;
    setBusy(true);
    try {
      onSession(await signIn(fields));
    } catch (problem) {
      setBusy(false);
      refused(problem);
    }
  }

  function refused(problem: unknown) {
    if (problem instanceof Problem) {
      const known = problem.errors.filter(({field}) => ["email", "username", "password"].includes(field));
      if (known.length > 0) return setErrors(known.map(error => inWords(problem.code, error, words)));
      if (problem.retryAfterMs > 0) holdBack(problem.retryAfterMs);
      if (problem.status === 401) return setFailure(words.wrongPair);
    }
    setFailure(explain(problem, words));
  }

  const errorOf = (field: SignInField) => errors.find(error => error.field === field)?.message;
  const forget = (field: SignInField) => () => setErrors(errors.filter(error => error.field !== field));

  return (
    <form ref={form} className="signin-form" noValidate onSubmit={event => void submit(event)} aria-label={action}>
      <h1>{action}</h1>
      <Field
        label={words.email}
        name="email"
        type="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        error={errorOf("email")}
        onInput={forget("email")}
      />
      {registering && (
        <Field
          label={words.username}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          hint={words.usernameHint}
          error={errorOf("username")}
          onInput={forget("username")}
        />
      )}
      <Field
        label={words.password}
        name="password"
        type="password"
        autoComplete={registering ? "new-password" : "current-password"}
        {...(registering && {hint: words.passwordHint})}
        error={errorOf("password")}
        onInput={forget("password")}
      />
      {failure && (
        <p className="form-error" role="alert">
          {failure}
        </p>
      )}
      <Button look="primary" type="submit" className="large" disabled={busy || wait > 0} data-testid="signin-submit">
        {wait > 0 ? words.tryAgainIn(wait) : action}
      </Button>
      <p className="signin-switch">
        {registering ? words.haveAccount : words.newHere}{" "}
        <Button look="link" data-testid="signin-switch" onClick={() => switchForm()}>
          {registering ? words.signIn : words.signUp}
        </Button>
      </p>
    </form>
  );

  function switchForm() {
    setRegistering(!registering);
    setErrors([]);
    setFailure(null);
    form.current?.querySelector<HTMLInputElement>("[name=email]")?.focus();
  }
}
