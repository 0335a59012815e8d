/** What can be done with a row: a button that asks first, and says what came of it. */
import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOnePress } from "../../foundation/browser/one-press.ts";
import { Problem } from "../../foundation/api/problem.ts";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { Dialog } from "../../foundation/design/Dialog.tsx";
import { QuestionDialog } from "../../foundation/design/QuestionDialog.tsx";

interface Question {
  readonly title: string;
  readonly explains: string;
  readonly action: string;
  readonly work: () => Promise<unknown>;
}

/** Buttons and menus ask by `ask`, or do at once what needs no question by `doNow`; problems of either are shown. */
export function useActions(): {
  readonly ask: (question: Question) => void;
  readonly doNow: (work: () => Promise<unknown>) => void;
  readonly shown: ReactNode;
} {
  const { t } = useTranslation();
  const [question, setQuestion] = useState<Question>();
  const [problem, setProblem] = useState<unknown>();
  const press = useOnePress();
  const doNow = (work: () => Promise<unknown>) => {
    const told = (thrown: unknown) => setProblem(thrown instanceof Problem ? thrown : new Problem(500, {}));
    press.take(() => work().catch(told));
  };
  const shown = (
    <>
      {question && (
        <QuestionDialog
          title={question.title}
          explains={question.explains}
          action={question.action}
          onAction={question.work}
          onClose={() => setQuestion(undefined)}
        />
      )}
      {problem !== undefined && (
        <Dialog title={t("console.dashboard.not_done")} onClose={() => setProblem(undefined)}>
          <ProblemPanel problem={problem}>
            <Button variant="default" onClick={() => setProblem(undefined)} data-autofocus>
              {t("console.common.close")}
            </Button>
          </ProblemPanel>
        </Dialog>
      )}
    </>
  );
  return { ask: setQuestion, doNow, shown };
}

/** A menu of choices for the chosen row. */
export function ChoiceMenu({
  label,
  disabled,
  choices,
}: {
  readonly label: string;
  readonly disabled: boolean;
  readonly choices: readonly { readonly label: string; readonly onChoose: () => void }[];
}) {
  return (
    <Menu>
      <Menu.Target>
        <Button
          size="sm"
          variant="default"
          disabled={disabled}
          rightSection={<IconChevronDown size={16} aria-hidden />}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map((choice) => (
          <Menu.Item key={choice.label} onClick={choice.onChoose}>
            {choice.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
