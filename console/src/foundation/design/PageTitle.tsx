import { Title, type TitleProps } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";

interface Props extends TitleProps {
  /** What the tab says when it is not the heading. */
  tab?: string;
  /** The next step of a task within the page: read out when what was pressed is gone. */
  takesFocus?: boolean;
  children: ReactNode;
}

/** The address for which the focus was last brought to a heading; the first page leaves it where the browser put it. */
let arrivedAt: string | null = null;

/** The one heading that names a page: the tab says it too, and who came by a link inside the console is read it out. */
export function PageTitle({ tab, takesFocus = false, children, ...look }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = tab ?? `${heading.current?.textContent ?? ""} · Daypass`;
  });
  useEffect(() => {
    const path = location.pathname;
    const active = document.activeElement;
    const lost = active === null || active === document.body;
    const first = arrivedAt === null;
    const again = arrivedAt === path && !takesFocus;
    arrivedAt = path;
    if (first || again) return;
    if (lost || !active.closest("main")) heading.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  return (
    <Title order={1} fz={28} tabIndex={-1} ref={heading} {...look}>
      {children}
    </Title>
  );
}
