import { Paper, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../foundation/api/me.ts";
import type { SupportSession } from "../../../foundation/api/types.ts";
import { OtherPagePanel } from "../pairing/OtherPagePanel.tsx";
import { usePairing } from "../pairing/use-pairing.ts";
import { useBeep, useScreenAwake } from "./attention.ts";
import { CodePanel } from "./CodePanel.tsx";
import { CustomersSight } from "./CustomersSight.tsx";
import { HostTrouble } from "./HostTrouble.tsx";
import { Invitation } from "./Invitation.tsx";
import { isRevoked, LinkRevoked } from "./LinkRevoked.tsx";
import { MailState } from "./MailState.tsx";
import { NoDownload } from "./NoDownload.tsx";
import { ReadAloud } from "./ReadAloud.tsx";
import { isAtCodeWindow, situationOf } from "./steps.ts";
import { WhatCustomerSees } from "./WhatCustomerSees.tsx";

/** Before activation: the next thing to say, the code when it is its turn, the ways to reach the customer. */
export function PreparedPanel({ session, mine }: { session: SupportSession; mine: boolean }) {
  const { t } = useTranslation();
  const { server } = useMe();
  const pairing = usePairing(session, { address: server.address, codeDigits: server.code_digits }, mine);
  const atCode = isAtCodeWindow(session);
  const situation = situationOf(session);
  useScreenAwake(true);
  useBeep(atCode);
  const replaced = pairing.at === "here" && pairing.view.line === "replaced";
  return (
    <>
      {mine && (pairing.at === "not_here" || replaced) && (
        <OtherPagePanel session={session} replaced={replaced} onTakenOver={pairing.again} />
      )}
      <Paper
        withBorder
        shadow="sm"
        p={{ base: "lg", sm: "xl" }}
        component="section"
        aria-label={t("console.say.title")}
      >
        <Stack gap="lg">
          <NoDownload session={session} />
          <LinkRevoked session={session} />
          <HostTrouble session={session} />
          <CustomersSight session={session} />
          {!isRevoked(session) && <ReadAloud session={session} situation={situation} />}
          {!isRevoked(session) && <WhatCustomerSees session={session} situation={situation} />}
          {atCode && mine && <CodePanel pairing={pairing} />}
          <MailState session={session} />
          {session.milestones.started === undefined && <Invitation session={session} />}
        </Stack>
      </Paper>
    </>
  );
}
