import { Badge, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/me.ts";
import type { SupportSession } from "../api/types.ts";
import { useOwnInvitation } from "./invited.ts";

/** Whose session it is, when it is a colleague's; and who else was invited to it. */
export function OfTechnician({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  const me = useMe();
  const invitation = useOwnInvitation(session);
  const others = session.colleagues.filter((colleague) => colleague !== invitation);
  const parts = [
    session.technician.id !== me.technician.id && t("console.list.of_technician", { name: session.technician.name }),
    invitation && t("console.colleagues.invited_by", { name: invitation.invited_by }),
    others.length > 0 &&
      t("console.colleagues.invited", { names: others.map((colleague) => colleague.technician.name).join(", ") }),
  ].filter((part) => typeof part === "string");
  return parts.length > 0 && <Text className="quiet breakable">{parts.join(" · ")}</Text>;
}

/** Tells a session that one was invited to from the own ones. */
export function InvitedBadge({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  return (
    useOwnInvitation(session) && (
      <Badge color="indigo" variant="light" size="lg" radius="md">
        {t("console.colleagues.badge")}
      </Badge>
    )
  );
}
