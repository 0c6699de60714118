import {createContext, use, useEffect, useState} from "react";
import {type Language, firstLanguage} from "../i18n/language.ts";

/** Whether the screen is dark, light, or as the system has it. */
export type Theme = "system" | "light" | "dark";

/** The choices of a person for this browser. */
export interface Settings {
  readonly theme: Theme;
  readonly language: Language;
  readonly setTheme: (theme: Theme) => void;
  readonly setLanguage: (language: Language) => void;
}

const THEME = "chat.theme";
const LANGUAGE = "chat.language";

/** The settings of the screen. */
export const SettingsContext = createContext<Settings | null>(null);

/** The settings of the screen; only below its provider. */
export function useSettings(): Settings {
  const settings = use(SettingsContext);
  if (!settings) throw new Error("useSettings: no settings (expected: inside of App)");
  return settings;
}

/** Reads the settings of this browser, and applies them to the page. */
export function useSettingsOfPage(): Settings {
  const [theme, setTheme] = useState<Theme>(() => themeOf(localStorage.getItem(THEME)));
  const [language, setLanguage] = useState(() => firstLanguage(localStorage.getItem(LANGUAGE), navigator.languages));

  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  return {
    theme,
    language,
    setTheme(chosen) {
      localStorage.setItem(THEME, chosen);
      setTheme(chosen);
    },
    setLanguage(chosen) {
      localStorage.setItem(LANGUAGE, chosen);
      setLanguage(chosen);
    },
  };
}

function themeOf(text: string | null): Theme {
  return text === "light" || text === "dark" ? text : "system";
}
