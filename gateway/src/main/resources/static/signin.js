import {explain, seconds} from "./http.js";
import {leaveFor, signInOptions} from "./issuer.js";
import {HAS_KEYBOARD, USERNAME, codePoints} from "./text.js";

const FIELDS = ["email", "username", "password"];

const MODES = {
  login: {
    title: "Sign in",
    question: "New here?",
    other: "Create an account",
    password: "current-password",
  },
  register: {
    title: "Create an account",
    question: "Have an account?",
    other: "Sign in",
    password: "new-password",
  },
};

/** The screen to sign in or register on. */
export class SignIn {
  #form = document.getElementById("signin-form");
  #title = document.getElementById("signin-title");
  #notice = document.getElementById("signin-notice");
  #error = document.getElementById("signin-error");
  #submit = document.getElementById("signin-submit");
  #question = document.getElementById("signin-question");
  #switch = document.getElementById("signin-switch");
  #issuers = document.getElementById("issuers");
  #mode = "login";
  #session;
  #onSignedIn;
  #hold = null;

  /**
   * @param {import("./session.js").Session} session
   * @param {() => void} onSignedIn
   */
  constructor(session, onSignedIn) {
    this.#session = session;
    this.#onSignedIn = onSignedIn;
    this.#form.addEventListener("submit", event => this.#submitted(event));
    this.#form.addEventListener("input", ({target}) => this.#showFieldError(target.name, null));
    this.#switch.addEventListener("click", () => this.#become(this.#mode === "login" ? "register" : "login"));
    this.#offer();
  }

  async #offer() {
    const {local, issuers} = await signInOptions();
    this.#form.dataset.local = String(local);
    for (const client of issuers) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "primary";
      button.textContent = `Sign in at ${new URL(client.issuer).host}`;
      button.addEventListener("click", () => leaveFor(client).catch(problem => say(this.#error, explain(problem))));
      this.#issuers.append(button);
    }
  }

  /** @param {?string} notice why the person finds themselves here, if they did not ask to be */
  show(notice = null) {
    this.#become("login");
    say(this.#notice, notice);
  }

  #become(mode) {
    this.#mode = mode;
    const words = MODES[mode];
    this.#title.textContent = words.title;
    this.#question.textContent = words.question;
    this.#switch.textContent = words.other;
    this.#form.elements.password.autocomplete = words.password;
    document.getElementById("username-field").hidden = mode === "login";
    document.getElementById("password-hint").hidden = mode === "login";
    this.#clearErrors();
    this.#ready();
    say(this.#notice, null);
    if (HAS_KEYBOARD) this.#form.elements.email.focus();
  }

  async #submitted(event) {
    event.preventDefault();
    if (this.#submit.disabled) return;
    this.#clearErrors();
    const fields = this.#fields();
    const errors = this.#check(fields);
    if (errors.length > 0) {
      this.#showErrors(errors);
      return;
    }
    this.#submit.disabled = true;
    try {
      await this.#session[this.#mode](fields);
      this.#form.reset();
      this.#ready();
      this.#onSignedIn();
    } catch (problem) {
      this.#ready();
      this.#refused(problem);
    }
  }

  #fields() {
    const {email, username, password} = this.#form.elements;
    const fields = {email: email.value.trim(), password: password.value};
    if (this.#mode === "register") fields.username = username.value.trim();
    return fields;
  }

  // Only what needs no gateway to tell; the gateway has the last word on all of it.
  #check({email, username, password}) {
    const errors = [];
    const length = codePoints(password);
    const register = this.#mode === "register";
    if (!email) errors.push({field: "email", message: "Please enter your email."});
    if (register && !USERNAME.test(username)) {
      errors.push({field: "username", message: "3–32 letters, digits, dots, dashes or underscores, beginning with a letter or digit."});
    }
    if (!password) errors.push({field: "password", message: "Please enter your password."});
    else if (register && (length < 8 || length > 128)) {
      errors.push({field: "password", message: "A password has 8 to 128 characters."});
    }
    return errors;
  }

  #refused(problem) {
    const known = problem.errors.filter(({field}) => FIELDS.includes(field) && this.#visible(field));
    if (known.length > 0) {
      this.#showErrors(known);
      return;
    }
    const wrongPair = problem.status === 401 && this.#mode === "login";
    say(this.#error, wrongPair ? "That email and password do not go together." : explain(problem));
    if (problem.temporary && problem.retryAfterMs > 0) this.#holdBack(problem.retryAfterMs);
  }

  #holdBack(ms) {
    const until = Date.now() + ms;
    const tick = () => {
      const left = until - Date.now();
      if (left <= 0) return this.#ready();
      this.#submit.disabled = true;
      this.#submit.textContent = `Try again in ${seconds(left)}`;
    };
    this.#hold = setInterval(tick, 500);
    tick();
  }

  #ready() {
    clearInterval(this.#hold);
    this.#submit.disabled = false;
    this.#submit.textContent = MODES[this.#mode].title;
  }

  #visible(field) {
    return field !== "username" || this.#mode === "register";
  }

  #showErrors(errors) {
    for (const {field, message} of errors) this.#showFieldError(field, message);
    const first = FIELDS.find(field => errors.some(error => error.field === field));
    this.#form.elements[first].focus();
  }

  #showFieldError(field, message) {
    this.#form.elements[field].setAttribute("aria-invalid", String(message !== null));
    say(document.getElementById(`${field}-error`), message);
  }

  #clearErrors() {
    for (const field of FIELDS) this.#showFieldError(field, null);
    say(this.#error, null);
  }
}

function say(target, text) {
  target.textContent = text ?? "";
  target.hidden = text === null;
}
