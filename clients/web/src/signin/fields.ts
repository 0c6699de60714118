import type {Words} from "../i18n/en.ts";
import type {FieldError} from "../session/http.ts";
import type {Credentials} from "../session/session.ts";
import {lengthOf} from "../text/length.ts";

/** A field of the sign-in. */
export type SignInField = "email" | "username" | "password";

const USERNAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{2,31}$/;

/** Errors of the fields that can be found without the gateway, which has the last word. */
export function checked({email, username, password}: Credentials, words: Words): FieldError[] {
  const errors: FieldError[] = [];
  const registering = username !== undefined;
  const length = lengthOf(password);
  if (!email) errors.push({field: "email", message: words.emailMissing});
  if (registering && !USERNAME.test(username)) errors.push({field: "username", message: words.usernameWrong});
  if (!password) errors.push({field: "password", message: words.passwordMissing});
  else if (registering && (length < 8 || length > 128)) errors.push({field: "password", message: words.passwordWrong});
  return errors;
}

/** An error of a field that the gateway describes in English, in the words of the page. */
export function inWords(code: string, {field, message}: FieldError, words: Words): FieldError {
  if (code === "conflict") return {field, message: words.taken};
  const rule = {email: words.emailWrong, username: words.usernameWrong, password: words.passwordWrong}[field];
  return {field, message: rule ?? message};
}
