import {createContext, use} from "react";
import {de} from "./de.ts";
import {en, type Words} from "./en.ts";

/** The languages of the application. */
export const LANGUAGES: Record<Language, Words> = {en, de};

/** A language of the application. */
export type Language = "en" | "de";

/** The language in which to begin: the chosen one, or the first of the browser's that there is. */
export function firstLanguage(chosen: string | null, wanted: readonly string[]): Language {
  for (const tag of [chosen ?? "", ...wanted]) {
    const language = tag.slice(0, 2).toLowerCase();
    if (language === "en" || language === "de") return language;
  }
  return "en";
}

/** The language of the screen. */
export const LanguageContext = createContext<Language>("en");

/** The words of the screen's language. */
export function useWords(): Words {
  return LANGUAGES[use(LanguageContext)];
}
