import { Alert, Button, Group, Spoiler, Text } from "@mantine/core";
import { IconMail, IconMailOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { mailQuery } from "../../../foundation/api/support-sessions.ts";
import type { SessionMail, SupportSession } from "../../../foundation/api/types.ts";
import { Problem } from "../../../foundation/api/problem.ts";
import { problemText } from "../../../foundation/texts/problem-text.ts";
import { hasCome, mailWaits } from "./steps.ts";
import { CopyButton } from "../../../foundation/design/CopyButton.tsx";

/** Shown only when the mail did not simply go: no mail server here, or it is down, or it refused. The text is ready to copy. */
export function MailState({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  const wanted = session.customer_email !== "" && !hasCome(session);
  const mail = useQuery({ ...mailQuery(session.id), enabled: wanted }).data;
  if (!wanted || !mail) return null;
  if (mailWaits(mail)) return <MailWaits mail={mail} />;
  if (mail.state !== "refused" && mail.state !== "kept") return null;
  const failed = mail.state === "refused";
  return (
    <Alert
      color={failed ? "red" : "yellow"}
      variant="light"
      role={failed ? "alert" : "status"}
      icon={failed ? <IconMailOff aria-hidden /> : <IconMail aria-hidden />}
      title={t(failed ? "console.mail.failed_title" : "console.mail.shown_title")}
    >
      <Text mb="sm">{t(failed ? "console.mail.failed_next" : "console.mail.shown_next")}</Text>
      <MailText mail={mail} />
    </Alert>
  );
}

/** The mail server is down or put us off: it is tried again by itself, and there is another way meanwhile (DP-603). */
function MailWaits({ mail }: { mail: SessionMail }) {
  const { t } = useTranslation();
  const text = problemText(t, new Problem(502, { code: "mail_not_sent", dp: "DP-603" }));
  return (
    <Alert color="yellow" variant="light" role="alert" icon={<IconMailOff aria-hidden />} title={text.happened}>
      <Text mb="sm">
        {text.why} {text.next} ({text.code})
      </Text>
      <MailText mail={mail} />
    </Alert>
  );
}

/** Opens the mail in the technician's own mail program, filled in (RFC 6068: line ends as CR LF). */
function mailAddress(mail: SessionMail): string {
  const part = (text: string) => encodeURIComponent(text.replace(/\r?\n/g, "\r\n"));
  return `mailto:${encodeURIComponent(mail.to)}?subject=${part(mail.subject)}&body=${part(mail.text)}`;
}

function MailText({ mail }: { mail: SessionMail }) {
  const { t } = useTranslation();
  return (
    <>
      <Group gap="sm" mb="sm">
        <Button
          component="a"
          href={mailAddress(mail)}
          variant="default"
          leftSection={<IconMail size={18} aria-hidden />}
        >
          {t("console.mail.own_program")}
        </Button>
        <CopyButton text={mail.text} label={t("console.mail.copy_text")} />
        <CopyButton text={mail.subject} label={t("console.mail.copy_subject")} variant="subtle" />
      </Group>
      <Spoiler maxHeight={110} showLabel={t("console.mail.more")} hideLabel={t("console.mail.less")}>
        <Text fw={600}>{mail.subject}</Text>
        <p className="mail-text">{mail.text}</p>
      </Spoiler>
    </>
  );
}
