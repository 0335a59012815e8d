/** The words people read: one catalogue at the root of the repository, in three languages, shared with server and host. */
import i18next, { type FormatterModule, type TFunction } from "i18next";
import { initReactI18next } from "react-i18next";

export const LANGUAGES = ["pt-BR", "en", "es"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each in its own words: for lists to choose from. */
export const LANGUAGE_NAMES: Record<Language, string> = { "pt-BR": "Português", en: "English", es: "Español" };

const REMEMBERED = "daypass-language";

const loaders: Record<Language, () => Promise<{ default: object }>> = {
  "pt-BR": () => import("../../../../locales/pt-BR.json"),
  en: () => import("../../../../locales/en.json"),
  es: () => import("../../../../locales/es.json"),
};

/** The language among ours that fits `wish` (`pt`, `en-GB`, …), if any. */
export function fittingLanguage(wish: string | null | undefined): Language | undefined {
  const tongue = wish?.toLowerCase().split("-")[0];
  return LANGUAGES.find((language) => language.toLowerCase().split("-")[0] === tongue);
}

/** The language chosen before in this browser, else the browser's, else Portuguese. */
export function firstLanguage(): Language {
  const wishes = [localStorage.getItem(REMEMBERED), ...navigator.languages];
  return wishes.map(fittingLanguage).find((language) => language !== undefined) ?? "pt-BR";
}

/** React writes text nodes, never markup. A fact that nobody told reads as "…": an error must always be shown. */
export const FACTS_IN_TEXTS = {
  interpolation: { escapeValue: false, alwaysFormat: true },
  missingInterpolationHandler: () => "…",
};

/** Groups the digits of numbers as the language does: 100.000. */
export const FORMATTER: FormatterModule = {
  type: "formatter",
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (fact: unknown, _format, language) =>
    typeof fact === "number" ? fact.toLocaleString(language) : (fact as string),
};

/** Makes the texts ready in `language`; the others are fetched when somebody needs them. */
export async function startTexts(language: Language): Promise<void> {
  await i18next
    .use(initReactI18next)
    .use(FORMATTER)
    .init({
      lng: language,
      fallbackLng: false,
      resources: { [language]: { translation: (await loaders[language]()).default } },
      ...FACTS_IN_TEXTS,
      returnNull: false,
    });
  document.documentElement.lang = language;
}

async function load(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, "translation")) {
    i18next.addResourceBundle(language, "translation", (await loaders[language]()).default);
  }
}

/** Shows the console in `language` from now on, and remembers it in this browser. */
export async function speak(language: Language): Promise<void> {
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  localStorage.setItem(REMEMBERED, language);
}

/** Texts in a language other than the console's: what is read aloud to the customer. */
export async function textsIn(language: Language): Promise<TFunction> {
  await load(language);
  return i18next.getFixedT(language);
}

/** A language's name in the language of the console, to stand within a sentence: "inglês". */
export function languageName(language: Language): string {
  const tongue = language.split("-")[0] ?? language;
  return new Intl.DisplayNames([presentLanguage()], { type: "language" }).of(tongue) ?? LANGUAGE_NAMES[language];
}

/** The language in which the console speaks now. */
export function presentLanguage(): Language {
  return fittingLanguage(i18next.language) ?? "pt-BR";
}
