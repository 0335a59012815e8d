import { Button, Code, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/design/Dialog.tsx";
import { pieces } from "./links.ts";

/** A line whose addresses can be pressed; nothing opens before the whole address was shown and agreed to. */
export function LinkedText({ text }: { text: string }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<string>();
  const close = () => setAsked(undefined);
  return (
    <>
      {pieces(text).map(({ text: shown, address }, index) =>
        address === undefined ? (
          shown
        ) : (
          <button key={index} type="button" className="chat-link" onClick={() => setAsked(address)}>
            {shown}
          </button>
        ),
      )}
      {asked !== undefined && (
        <Dialog title={t("console.chat.link_title")} onClose={close}>
          <Stack gap="md">
            <Code block className="chat-address">
              {asked}
            </Code>
            <Text>{t("console.chat.link_question")}</Text>
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={close} data-autofocus>
                {t("console.chat.link_no")}
              </Button>
              <Button component="a" href={asked} target="_blank" rel="noopener noreferrer" onClick={close}>
                {t("console.chat.link_open")}
              </Button>
            </Group>
          </Stack>
        </Dialog>
      )}
    </>
  );
}
