import { Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SupportSession } from "../../../foundation/api/types.ts";
import type { Situation } from "./steps.ts";

/** Screenshots of a sample session, by language and situation; made by tools/customer_pictures.py. */
const PICTURES = import.meta.glob<string>("./pictures/*/*.webp", { query: "?url", import: "default", eager: true });

/** The address of the picture for a situation, in the customer's language; undefined where there is none. */
export function pictureOf(language: string, situation: Situation): string | undefined {
  return PICTURES[`./pictures/${language}/${situation}.webp`];
}

/** For whoever cannot see the customer's screen: what is on it now, one press away. */
export function WhatCustomerSees({ session, situation }: { session: SupportSession; situation: Situation }) {
  const { t } = useTranslation();
  // Once opened it stays open from step to step, also past one without a picture.
  const [open, setOpen] = useState(false);
  const address = pictureOf(session.customer_language, situation);
  if (address === undefined) return null;
  return (
    <details className="customer-sees" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("console.customer_sees.question")}</summary>
      <figure>
        <img src={address} loading="lazy" alt={t(`console.customer_sees.${situation}`)} />
        <Text component="figcaption" size="sm" className="quiet">
          {t("console.customer_sees.sample")}
        </Text>
      </figure>
    </details>
  );
}
