import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconUserPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { SupportSession } from "../api/types.ts";
import { InviteColleagueDialog } from "./InviteColleagueDialog.tsx";

/** *Invite a colleague*, who then sees the session and connects beside one. */
export function InviteColleagueButton({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  const [asking, ask] = useDisclosure(false);
  return (
    <>
      <Button variant="default" onClick={ask.open} leftSection={<IconUserPlus size={18} aria-hidden />}>
        {t("console.colleagues.action")}
      </Button>
      <InviteColleagueDialog session={session} opened={asking} close={ask.close} />
    </>
  );
}
