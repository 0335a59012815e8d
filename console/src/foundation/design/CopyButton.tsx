import { Button, type ButtonProps } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

const SHOWN_MS = 2500;

interface Props extends ButtonProps {
  text: string;
  label: string;
}

/** Copies `text`; says so where the eye is, and to a screen reader. */
export function CopyButton({ text, label, ...look }: Props) {
  const { t } = useTranslation();
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState("copied"),
      () => setState("refused"),
    );
  const copied = state === "copied";
  const says = { idle: label, copied: t("console.common.copied"), refused: t("console.common.copy_refused") }[state];
  return (
    <Button
      variant="default"
      leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
      {...look}
      onClick={copy}
    >
      <span aria-live="polite">{says}</span>
    </Button>
  );
}
