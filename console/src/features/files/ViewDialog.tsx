/** A look at one file: its text or its picture, without saving it anywhere. */
import { Loader, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/design/Dialog.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { asFilesProblem } from "./dialogs.tsx";
import type { Row } from "./rows.ts";
import { endOf, pictureType, type Read, textOf } from "./viewed.ts";

interface Props {
  readonly row: Row;
  readonly read: Read;
  readonly onClose: () => void;
}

export function ViewDialog({ row, read, onClose }: Props) {
  return (
    <Dialog onClose={onClose} title={<bdi>{row.name}</bdi>} size="min(1080px, 96vw)">
      <Contents row={row} read={read} />
    </Dialog>
  );
}

/** Keys scroll it at once; of what is cut the end is wanted. */
function focused(text: HTMLElement | null): void {
  text?.focus({ preventScroll: true });
  if (text?.dataset.cut) text.scrollTop = text.scrollHeight;
}

type Shown =
  | { readonly as: "text"; readonly text: string; readonly cut: boolean }
  | { readonly as: "picture"; readonly address: string }
  | { readonly as: "neither" }
  | { readonly as: "problem"; readonly problem: unknown };

function Contents({ row, read }: Pick<Props, "row" | "read">) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<Shown>();
  useEffect(() => {
    const gone = new AbortController();
    read(row, gone.signal)
      .then((file) => shownOf(row, file))
      .catch((problem: unknown): Shown => ({ as: "problem", problem }))
      .then((what) => !gone.signal.aborted && setShown(what));
    return () => gone.abort();
    // One look at one file; what is told of it later is another look.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const address = shown?.as === "picture" ? shown.address : undefined;
  useEffect(() => () => (address === undefined ? undefined : URL.revokeObjectURL(address)), [address]);
  switch (shown?.as) {
    case undefined:
      return <Loader size="sm" aria-label={t("console.common.loading")} />;
    case "problem":
      return <ProblemPanel problem={asFilesProblem(shown.problem)} />;
    case "neither":
      return <Text>{t("console.files.view_neither")}</Text>;
    case "picture":
      return (
        <img className="files-picture" src={shown.address} alt={row.name} onError={() => setShown({ as: "neither" })} />
      );
    case "text":
      return (
        <>
          {shown.cut && <Text size="sm">{t("console.files.view_end")}</Text>}
          <pre
            className="files-text-view"
            tabIndex={0}
            aria-label={row.name}
            ref={focused}
            data-cut={shown.cut || undefined}
          >
            {shown.text}
          </pre>
        </>
      );
  }
}

async function shownOf(row: Row, file: File): Promise<Shown> {
  const type = pictureType(row);
  if (type) return { as: "picture", address: URL.createObjectURL(new Blob([file], { type })) };
  const text = textOf(new Uint8Array(await file.arrayBuffer()));
  return text === undefined ? { as: "neither" } : { as: "text", ...endOf(text) };
}
