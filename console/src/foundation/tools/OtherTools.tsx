/** Beside a tool: the others, each in a tab of its own, without the password again. What cannot be opened says why. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { SupportSession } from "../api/types.ts";
import type { Tool } from "../../protocol/messages.gen.ts";
import { lackOf, TOOLS } from "./tools.ts";

interface Props {
  readonly session: SupportSession;
  /** Those that the page itself offers. */
  readonly without: readonly Tool[];
}

export function OtherTools({ session, without }: Props) {
  const { t } = useTranslation();
  return TOOLS.filter(({ tool }) => !without.includes(tool)).map((place) => {
    const { tool, to, icon: Icon } = place;
    const lack = lackOf(session, place);
    const name = t(`console.tools.name_${tool}`);
    if (lack !== null || !to) {
      const why = t(`console.tools.lacks_${lack ?? "version"}`, { tools: name });
      return (
        <Tooltip key={tool} label={why} openDelay={300}>
          <ActionIcon
            variant="subtle"
            color="gray"
            data-disabled
            aria-disabled
            aria-label={why}
            onClick={(event) => event.preventDefault()}
          >
            <Icon size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      );
    }
    const label = t("console.tools.open_beside", { tool: name });
    return (
      <Tooltip key={tool} label={label} openDelay={300}>
        <ActionIcon
          variant="subtle"
          color="gray"
          component={Link}
          to={to.replace("$id", session.id)}
          target="_blank"
          aria-label={label}
        >
          <Icon size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    );
  });
}
