import { ActionIcon, TextInput } from "@mantine/core";
import { IconSearch, IconX } from "@tabler/icons-react";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { SEARCH_FIELD_ID } from "../features/computers/search-field-id.ts";
import { LONGEST_SEARCH, tidySearch } from "../foundation/texts/search-words.ts";
import { isSearchKey, searchKeyIsOn } from "./search-key.ts";

/**
 * Finds computers from every page. Where there is no room it is an icon that opens the field over the bar; on the page *Computers*,
 * which has the field itself, it leads there.
 */
export function HeaderSearch() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const onThePage = useLocation().pathname.startsWith("/computers");
  const begin = useCallback(() => {
    if (onThePage) document.getElementById(SEARCH_FIELD_ID)?.focus();
    else setOpen(true);
  }, [onThePage]);
  useSearchKey(begin, field);
  useEffect(() => {
    if (open) field.current?.focus();
  }, [open]);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  return (
    <>
      <ActionIcon
        ref={opener}
        className={onThePage ? undefined : "header-search-opener"}
        variant="subtle"
        color="gray"
        size={36}
        aria-label={t("console.computers.header_open")}
        aria-expanded={onThePage ? undefined : open}
        onClick={begin}
      >
        <IconSearch size={20} aria-hidden />
      </ActionIcon>
      {!onThePage && <SearchForm field={field} open={open} onClose={close} onDone={() => setOpen(false)} />}
    </>
  );
}

interface FormProps {
  field: RefObject<HTMLInputElement | null>;
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}

function SearchForm({ field, open, onClose, onDone }: FormProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [typed, type] = useState("");
  const leave = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    type("");
    field.current?.blur();
    if (open) onClose();
  };
  return (
    <search className="header-search" data-open={open || undefined}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const q = tidySearch(typed);
          type("");
          onDone();
          void navigate({ to: "/computers", search: q === "" ? {} : { q } });
        }}
      >
        <TextInput
          ref={field}
          type="search"
          aria-label={t("console.computers.header_search")}
          aria-keyshortcuts={searchKeyIsOn() ? "/" : undefined}
          placeholder={t("console.computers.header_open")}
          maxLength={LONGEST_SEARCH}
          autoComplete="off"
          spellCheck={false}
          leftSection={<IconSearch size={18} aria-hidden />}
          rightSection={
            open ? null : (
              <kbd className="search-key" aria-hidden>
                /
              </kbd>
            )
          }
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
          onKeyDown={leave}
        />
      </form>
      <ActionIcon
        className="header-search-close"
        variant="subtle"
        color="gray"
        size={36}
        aria-label={t("console.computers.header_close")}
        onClick={onClose}
      >
        <IconX size={20} aria-hidden />
      </ActionIcon>
    </search>
  );
}

/** The key goes to the field that can be seen; where it is folded, it opens first. */
function useSearchKey(begin: () => void, field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent) => {
      if (!isSearchKey(event)) return;
      event.preventDefault();
      if (field.current?.checkVisibility()) field.current.focus();
      else begin();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [begin, field]);
}
