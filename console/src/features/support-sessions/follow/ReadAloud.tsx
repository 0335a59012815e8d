import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { SupportSession } from "../../../foundation/api/types.ts";
import { languageName, presentLanguage, textsIn } from "../../../foundation/texts/texts.ts";
import { useNow } from "../../../foundation/texts/times.ts";
import { spokenNumber } from "../../../foundation/support-sessions/naming.ts";
import { isLongWithoutVisit, type Situation } from "./steps.ts";

/** The centre of the page: one sentence to say on the phone, in the customer's language. */
export function ReadAloud({ session, situation }: { session: SupportSession; situation: Situation | "new_password" }) {
  const { t } = useTranslation();
  const now = useNow(5_000);
  const language = session.customer_language;
  const foreign = language !== presentLanguage();
  const say = useQuery({ queryKey: ["texts", language], queryFn: () => textsIn(language), staleTime: Infinity }).data;
  const facts = {
    address: location.host,
    number: session.number ? spokenNumber(session.number) : "",
    technician: session.technician.name,
    email: session.customer_email,
  };
  return (
    <div>
      <Text size="sm" className="quiet">
        {t(foreign ? "console.say.title_in" : "console.say.title", { language: languageName(language) })}
      </Text>
      <p className="say" lang={language}>
        {say ? `“${say(`console.say.${situation}`, facts)}”` : "\u00a0"}
      </p>
      {isLongWithoutVisit(session, now) && say && (
        <div className="say-more" role="status">
          <Text size="sm" className="quiet">
            {t("console.say.long_without_visit")}
          </Text>
          <p className="say say-second" lang={language}>{`“${say("console.say.look_in_spam", facts)}”`}</p>
        </div>
      )}
    </div>
  );
}
