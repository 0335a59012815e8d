import { Badge, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { PageTitle } from "../../../foundation/design/PageTitle.tsx";
import { TextLink } from "../../../foundation/design/links.tsx";
import { useMe } from "../../../foundation/api/me.ts";
import { isGone } from "../../../foundation/api/problem.ts";
import { sessionQuery } from "../../../foundation/api/support-sessions.ts";
import type { SupportSession } from "../../../foundation/api/types.ts";
import { ProblemPanel } from "../../../foundation/design/ProblemPanel.tsx";
import { EndSessionButton } from "../../../foundation/support-sessions/EndSessionButton.tsx";
import { HandOverButton } from "../../../foundation/support-sessions/HandOverButton.tsx";
import { InviteColleagueButton } from "../../../foundation/support-sessions/InviteColleagueButton.tsx";
import { useIsOnlyInvited } from "../../../foundation/support-sessions/invited.ts";
import { customerOf } from "../../../foundation/support-sessions/naming.ts";
import { InvitedBadge, OfTechnician } from "../../../foundation/support-sessions/OfTechnician.tsx";
import { useForgottenPairing } from "../pairing/use-forgotten-pairing.ts";
import { ActivePanel } from "./ActivePanel.tsx";
import { EndedPanel } from "./EndedPanel.tsx";
import { PreparedPanel } from "./PreparedPanel.tsx";
import { StepList } from "./StepList.tsx";
import { isAtCodeWindow } from "./steps.ts";

interface Props {
  /** What this browser has of the chat. */
  readonly transcript: (session: SupportSession) => ReactNode;
}

/** One session, live: what to say now, how far the customer is, and the way to end it. */
export function SessionPage({ transcript }: Props) {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/signed-in/framed/sessions/$id" });
  const session = useQuery(sessionQuery(id));
  const gone = isGone(session.error);
  return (
    <Stack gap="lg">
      <TextLink to="/" className="with-icon" w="fit-content">
        <IconArrowLeft size={18} aria-hidden />
        {t("console.list.title")}
      </TextLink>
      {!session.data && <PageTitle fz={26}>{t("console.session.title")}</PageTitle>}
      {session.isPending && <PageShape />}
      {session.isError && (gone || !session.data) && (
        <ProblemPanel problem={session.error} {...(gone ? {} : { onRetry: () => void session.refetch() })} />
      )}
      {session.data && !gone && <Session session={session.data} />}
      {session.data && !gone && transcript(session.data)}
    </Stack>
  );
}

function Session({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  const me = useMe();
  const mine = session.technician.id === me.technician.id;
  const onlyInvited = useIsOnlyInvited(session);
  useForgottenPairing(session);
  const name = customerOf(session) || t("console.session.no_customer");
  const colour = { prepared: "gray", active: "teal", ended: "gray" }[session.state];
  return (
    <>
      <Group justify="space-between" align="flex-start" gap="md">
        <div>
          <Group gap="sm">
            <PageTitle
              fz={26}
              className="breakable"
              {...(isAtCodeWindow(session) ? { tab: t("console.session.title_at_code") } : {})}
            >
              {name}
            </PageTitle>
            <Badge size="lg" radius="md" color={colour} variant={session.state === "active" ? "filled" : "light"}>
              {t(`console.session.state_${session.state}`)}
            </Badge>
            <InvitedBadge session={session} />
          </Group>
          {session.note !== "" && (
            <Text className="quiet breakable" mt={4}>
              {session.note}
            </Text>
          )}
          <OfTechnician session={session} />
        </div>
        {session.state !== "ended" && !onlyInvited && (
          <Group gap="sm">
            {session.state === "active" && <InviteColleagueButton session={session} />}
            <HandOverButton session={session} />
            <EndSessionButton session={session} />
          </Group>
        )}
      </Group>
      {session.state === "prepared" && <PreparedPanel session={session} mine={mine} />}
      {session.state === "active" && <ActivePanel session={session} />}
      {session.state === "ended" && <EndedPanel session={session} />}
      {session.state !== "ended" && <StepList session={session} />}
    </>
  );
}

function PageShape() {
  const { t } = useTranslation();
  return (
    <Stack gap="lg" role="status" aria-busy aria-label={t("console.common.loading")}>
      <Skeleton height={36} width={320} maw="100%" />
      <Skeleton height={220} />
      <Skeleton height={240} />
    </Stack>
  );
}
