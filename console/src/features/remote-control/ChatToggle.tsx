import { ActionIcon, Indicator, Tooltip } from "@mantine/core";
import { IconMessageCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SideChat } from "./use-side-chat.ts";

/** Shows and hides the chat beside the screen; says how many messages wait. */
export function ChatToggle({ chat }: { chat: SideChat }) {
  const { t } = useTranslation();
  const label =
    chat.unread > 0
      ? t("console.remote_control.chat_unread", { count: chat.unread })
      : t(chat.shown ? "console.remote_control.chat_hide" : "console.remote_control.chat_show");
  return (
    <Tooltip label={label} openDelay={300}>
      <Indicator disabled={chat.unread === 0} color="red" size={9} offset={5} processing>
        <ActionIcon
          variant={chat.shown ? "light" : "subtle"}
          color={chat.shown ? "teal" : "gray"}
          aria-label={label}
          aria-pressed={chat.shown}
          onClick={chat.toggle}
        >
          <IconMessageCircle size={18} aria-hidden />
        </ActionIcon>
      </Indicator>
    </Tooltip>
  );
}
