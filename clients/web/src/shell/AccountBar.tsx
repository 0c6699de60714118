import {useOutbox} from "@chat-backbone/client/react";
import {useRef, useState} from "react";
import {useMe} from "../chat/me.ts";
import {LANGUAGES, type Language, useWords} from "../i18n/language.ts";
import {useShownName} from "../people/profiles.ts";
import {ProfileDialog} from "../profile/ProfileDialog.tsx";
import {Avatar} from "../ui/Avatar.tsx";
import {IconButton} from "../ui/Button.tsx";
import {Confirm} from "../ui/Confirm.tsx";
import {Dialog} from "../ui/Dialog.tsx";
import {MenuItem, Popover} from "../ui/Popover.tsx";
import {TOUCH} from "../ui/touch.ts";
import {type Theme, useSettings} from "./settings.ts";
import {beforeSignOut} from "./sign-out.ts";

interface AccountBarProps {
  readonly local: boolean;
  readonly onSignOut: () => void;
  readonly onOtherAccount: () => void;
}

/** The signed-in user, the gateway, and the menu of the account. */
export function AccountBar({local, onSignOut, onOtherAccount}: AccountBarProps) {
  const words = useWords();
  const me = useMe();
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState<"menu" | "profile" | "settings" | "leaving" | null>(null);
  const unsent = useOutbox().entries.length;
  const question = beforeSignOut(unsent, words, onSignOut);
  const name = useShownName(me, words);
  const close = () => setOpen(null);

  return (
    <div className="account">
      <Avatar id={me.id} name={name} />
      <span className="account-text">
        <b dir="auto" data-testid="me">{name}</b>
        <small className="host" title={words.onGateway}>
          {location.host}
        </small>
      </span>
      <IconButton
        ref={anchor}
        icon="settings"
        label={words.account}
        aria-haspopup="menu"
        aria-expanded={open === "menu"}
        data-testid="account"
        onClick={() => setOpen(open === "menu" ? null : "menu")}
      />
      {open === "menu" && (
        <Popover anchor={anchor} label={words.account} onClose={close}>
          <MenuItem onSelect={() => setOpen("profile")} testId="profile">{words.profile}</MenuItem>
          <MenuItem onSelect={() => setOpen("settings")}>{words.settings}</MenuItem>
          <MenuItem onSelect={onOtherAccount}>{words.otherAccount}</MenuItem>
          <MenuItem onSelect={() => (question ? setOpen("leaving") : onSignOut())} testId="sign-out">
            {words.signOut}
          </MenuItem>
        </Popover>
      )}
      {open === "leaving" && question && <Confirm question={question} onClose={close} />}
      {open === "profile" && <ProfileDialog local={local} onErased={onSignOut} onClose={close} />}
      {open === "settings" && <SettingsDialog onClose={close} />}
    </div>
  );
}

function SettingsDialog({onClose}: {onClose: () => void}) {
  const words = useWords();
  const {theme, language, setTheme, setLanguage} = useSettings();
  return (
    <Dialog title={words.settings} onClose={onClose} testId="settings">
      <div className="form">
        <label className="field">
          <span>{words.theme}</span>
          <select value={theme} onChange={event => setTheme(event.target.value as Theme)} data-testid="theme">
            {Object.entries(words.themes).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{words.languageName}</span>
          <select value={language} onChange={event => setLanguage(event.target.value as Language)} data-testid="language">
            {Object.entries(LANGUAGES).map(([value, {language: name}]) => (
              <option key={value} value={value} lang={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {!TOUCH.matches && <section>
          <h3>{words.shortcuts}</h3>
          <dl className="shortcuts">
            {words.shortcutList.map(([keys, does]) => (
              <div key={keys}>
                <dt>
                  <kbd>{keys}</kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>}
      </div>
    </Dialog>
  );
}
