/** The chat beside the remote screen: on a line of its own, opened with what the screen's line gives. */
import { CloseButton, Text, Title } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { SupportSession } from "../../foundation/api/types.ts";
import { ButtonLink } from "../../foundation/design/links.tsx";
import { SaveButton } from "./SaveButton.tsx";
import { Talk } from "./Talk.tsx";
import { useChat } from "./use-chat.ts";

interface Props {
  readonly session: SupportSession;
  /** Hidden it goes on, and counts what comes. */
  readonly shown: boolean;
  readonly hide: () => void;
  readonly onUnread: (count: number) => void;
}

export function ChatPanel({ session, shown, hide, onUnread }: Props) {
  const { t } = useTranslation();
  const chat = useChat(session.id, shown);
  const { unread } = chat;
  useEffect(() => {
    onUnread(unread);
  }, [onUnread, unread]);
  const { at } = chat.line.state;
  const computer = session.computer_name ?? "";
  return (
    <aside className="chat-panel" aria-label={t("console.tools.name_chat")} hidden={!shown}>
      <header>
        <Title order={2} size="h5">
          {t("console.tools.name_chat")}
        </Title>
        <SaveButton sessionId={session.id} computer={computer} lines={chat.conversation.lines} />
        <CloseButton aria-label={t("console.chat.hide")} onClick={hide} />
      </header>
      {at === "connected" || chat.conversation.lines.length > 0 ? (
        <Talk chat={chat} shown={shown} />
      ) : (
        <Text p="md" role="status">
          {t(at === "idle" || at === "password" || at === "ended" ? "console.chat.not_open" : "console.chat.opening")}
        </Text>
      )}
      {(at === "idle" || at === "password") && (
        <ButtonLink to="/sessions/$id/chat" params={{ id: session.id }} target="_blank" m="md">
          {t("console.chat.open_in_tab")}
        </ButtonLink>
      )}
    </aside>
  );
}
