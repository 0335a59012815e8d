/** One graph over the last minutes, drawn by uPlot. Its newest value and its span stand beside it in words: a canvas says nothing to a screen reader. */
import { useComputedColorScheme } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type ReactNode, useEffect, useEffectEvent, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { LoadSample } from "../../protocol/messages.gen.ts";

export interface GraphLine {
  readonly name: string;
  readonly value: (sample: LoadSample) => number;
  readonly strong?: boolean;
  readonly dashed?: boolean;
}

interface Props {
  readonly title: string;
  readonly now: string;
  readonly samples: readonly LoadSample[];
  readonly lines: readonly GraphLine[];
  /** Top of the scale; left out: as high as the values are. */
  readonly most?: number;
  readonly format: (value: number) => string;
  readonly children?: ReactNode;
}

const HEIGHT = 180;
/** How much of the past is in view. */
const SHOWN_S = 120;

export function Graph({ title, now, samples, lines, most, format, children }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const dark = useComputedColorScheme("light") === "dark";
  const data = (): uPlot.AlignedData => [
    samples.map((sample) => sample.at / 1000),
    ...lines.map((line) => samples.map((sample) => line.value(sample))),
  ];
  const build = useEffectEvent((box: HTMLElement) => {
    const ink = dark ? "#c9d1d3" : "#3b4649";
    const paper = dark ? "rgb(255 255 255 / 10%)" : "rgb(0 0 0 / 10%)";
    const accent = dark ? "#44c0b1" : "#0f766e";
    const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
    return new uPlot(
      {
        width: Math.max(200, box.clientWidth),
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { range: (_plot, _first, last) => [last - SHOWN_S, last] },
          y: { range: (_plot, _low, high) => [0, most ?? Math.max(1, (high || 0) * 1.1)] },
        },
        axes: [
          {
            stroke: ink,
            grid: { stroke: paper, width: 1 },
            ticks: { show: false },
            values: (_plot, splits) => splits.map((second) => clock.format(second * 1000)),
            incrs: [10, 30, 60],
            space: 80,
          },
          {
            stroke: ink,
            size: 76,
            grid: { stroke: paper, width: 1 },
            ticks: { show: false },
            values: (_plot, splits) => splits.map(format),
          },
        ],
        series: [
          {},
          ...lines.map((line) => ({
            label: line.name,
            stroke: line.strong ? accent : line.dashed ? ink : paper.replace("10%", "35%"),
            width: line.strong ? 2 : 1,
            points: { show: false },
            ...(line.dashed ? { dash: [5, 4] } : {}),
            ...(line.strong ? { fill: dark ? "rgb(68 192 177 / 18%)" : "rgb(15 118 110 / 12%)" } : {}),
          })),
        ],
      },
      data(),
      box,
    );
  });
  useEffect(() => {
    const box = place.current;
    if (!box) return;
    const made = build(box);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: Math.max(200, box.clientWidth), height: HEIGHT }));
    observer.observe(box);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [dark, lines.length, most]);
  useEffect(() => {
    plot.current?.setData(data());
  });
  return (
    <figure className="dash-graph">
      <figcaption>
        <strong>{title}</strong> <span>{now}</span>
      </figcaption>
      <div ref={place} aria-hidden />
      {children}
      {samples.length > 0 &&
        lines
          .filter((line) => line.strong || line.dashed)
          .map((line) => (
            <small key={line.name} className="quiet">
              <span aria-hidden>{line.dashed ? "┄ " : "━ "}</span>
              {t("console.dashboard.graph_span", { name: line.name, ...spanOf(samples.map(line.value), format) })}
            </small>
          ))}
    </figure>
  );
}

function spanOf(values: readonly number[], format: (value: number) => string) {
  const sum = values.reduce((before, value) => before + value, 0);
  return {
    least: format(Math.min(...values)),
    most: format(Math.max(...values)),
    average: format(sum / values.length),
  };
}
