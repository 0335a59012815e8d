import { NativeSelect } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { LANGUAGE_NAMES, LANGUAGES, presentLanguage, speak } from "../texts/texts.ts";

/** Changes the console's language at once; remembered in this browser. On a small screen it shows the code instead of the name. */
export function LanguageChoice() {
  const { t } = useTranslation();
  const narrow = useMediaQuery("(max-width: 599px)", false, { getInitialValueInEffect: false });
  return (
    <NativeSelect
      aria-label={t("console.common.language")}
      size="sm"
      w={narrow ? 74 : undefined}
      flex="none"
      variant="default"
      value={presentLanguage()}
      onChange={(event) => {
        const language = LANGUAGES.find((known) => known === event.currentTarget.value);
        if (language) void speak(language);
      }}
      data={LANGUAGES.map((language) => ({
        value: language,
        label: narrow ? language.slice(0, 2).toUpperCase() : LANGUAGE_NAMES[language],
      }))}
    />
  );
}
