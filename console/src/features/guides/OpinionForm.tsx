import { Button, Checkbox, Group, Radio, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../foundation/api/problem.ts";
import type { Guide } from "../../foundation/api/types.ts";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { presentLanguage } from "../../foundation/texts/texts.ts";
import { giveOpinion, LONGEST_COMMENT, REASONS } from "./guides.ts";

interface Props {
  guide: Guide;
  /** A form is good for one answer: ask for a new one after a refusal. */
  onNewForm: () => void;
}

/** Was this article helpful? The same questions as below the public articles. */
export function OpinionForm({ guide, onNewForm }: Props) {
  const { t } = useTranslation();
  const [helpful, setHelpful] = useState<"yes" | "no">();
  const [ticked, tick] = useState<string[]>([]);
  const [comment, setComment] = useState("");
  const [total, setTotal] = useState("");
  const send = useMutation({
    mutationFn: (answer: "yes" | "no") =>
      giveOpinion(guide.slug, {
        language: presentLanguage(),
        helpful: answer === "yes",
        reasons: ticked,
        comment,
        form: guide.form,
        total: Number(total),
      }),
    onError: () => {
      setTotal("");
      onNewForm();
    },
  });
  if (send.isSuccess && helpful) {
    return (
      <div role="status">
        <Title order={2} fz={20}>
          {t(`guide.thanks.${helpful}.title`)}
        </Title>
        <Text>{t(`guide.thanks.${helpful}.text`)}</Text>
      </div>
    );
  }
  const lacksReason = helpful === "no" && ticked.length === 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (helpful && !lacksReason) send.mutate(helpful);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Radio.Group
          value={helpful ?? ""}
          onChange={(value) => {
            setHelpful(value === "yes" ? "yes" : "no");
            tick([]);
          }}
          label={
            <Title order={2} fz={20}>
              {t("guide.helpful")}
            </Title>
          }
        >
          <Group mt="sm" gap="xl">
            <Radio value="yes" label={t("guide.yes")} />
            <Radio value="no" label={t("guide.no")} />
          </Group>
        </Radio.Group>
        {helpful && (
          <>
            <Checkbox.Group value={ticked} onChange={tick} label={t(`guide.why_${helpful}`)}>
              <Stack mt="xs" gap="xs">
                {REASONS[helpful].map((reason) => (
                  <Checkbox key={reason} value={reason} label={t(`guide.reason.${reason}`)} />
                ))}
              </Stack>
            </Checkbox.Group>
            <Textarea
              label={t("guide.comment")}
              description={t("guide.comment_note")}
              maxLength={LONGEST_COMMENT}
              rows={3}
              value={comment}
              onChange={(event) => setComment(event.currentTarget.value)}
            />
            <TextInput
              label={t("guide.sum", {
                first: t(`guide.number.${guide.first}`),
                second: t(`guide.number.${guide.second}`),
              })}
              description={t("guide.sum_why")}
              inputMode="numeric"
              autoComplete="off"
              pattern="[0-9]{1,3}"
              maxLength={3}
              required
              maw={360}
              value={total}
              onChange={(event) => setTotal(event.currentTarget.value)}
            />
            {send.isError && <Refusal problem={send.error} />}
            <Group>
              <Button type="submit" loading={send.isPending} disabled={lacksReason}>
                {t("guide.send")}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </form>
  );
}

function Refusal({ problem }: { problem: unknown }) {
  const { t } = useTranslation();
  const reason = problem instanceof Problem && problem.code === "opinion_refused" ? problem.facts["reason"] : undefined;
  if (typeof reason !== "string") return <ProblemPanel problem={problem} />;
  return (
    <Text role="alert" className="guide-refused">
      {t(`guide.refused.${reason}`)}
    </Text>
  );
}
