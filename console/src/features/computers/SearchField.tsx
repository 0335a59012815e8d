import { CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { SEARCH_FIELD_ID } from "./search-field-id.ts";
import { LONGEST_SEARCH, tidySearch } from "../../foundation/texts/search-words.ts";

const PAUSE_IN_TYPING_MS = 300;

interface Props {
  words: string;
  onSearch: (words: string) => void;
}

/** Searches while somebody types, after a short pause; Enter does not wait. */
export function SearchField({ words, onSearch }: Props) {
  const { t } = useTranslation();
  const [typed, type] = useTyped(words, onSearch);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(tidySearch(typed));
      }}
    >
      <TextInput
        id={SEARCH_FIELD_ID}
        size="md"
        type="search"
        label={t("console.computers.search")}
        placeholder={t("console.computers.search_hint")}
        maxLength={LONGEST_SEARCH}
        autoComplete="off"
        spellCheck={false}
        leftSection={<IconSearch size={18} aria-hidden />}
        rightSection={
          typed !== "" && <CloseButton aria-label={t("console.computers.clear_search")} onClick={() => type("")} />
        }
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
      />
    </form>
  );
}

/** The field's text; it follows the address when *Back* or a link changes that, and not when the field itself did. */
function useTyped(words: string, onSearch: (words: string) => void) {
  const [typed, type] = useState(words);
  const [seen, see] = useState(words);
  const [sent, send] = useState<string | null>(null);
  if (seen !== words) {
    see(words);
    send(null);
    if (words !== sent) type(words);
  }
  useEffect(() => {
    const wanted = tidySearch(typed);
    if (wanted === words) return undefined;
    const timer = setTimeout(() => {
      send(wanted);
      onSearch(wanted);
    }, PAUSE_IN_TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, words, onSearch]);
  return [typed, type] as const;
}
