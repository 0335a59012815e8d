/** The statistics: how old the picture is, how many there are, what they weigh, and what comes how. One second at a time. */
import { CloseButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Figures, SentAsValues } from "../../protocol/messages.gen.ts";
import { inRates } from "./figures.ts";

interface Props {
  readonly figures: Figures | undefined;
  readonly close: () => void;
}

export function FiguresPanel({ figures, close }: Props) {
  const { t, i18n } = useTranslation();
  const number = (value: number, digits = 0) =>
    value.toLocaleString(i18n.language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const rates = inRates(figures);
  const still = rates.fps === 0;
  return (
    <section className="viewer-figures" aria-label={t("console.remote_control.figures")}>
      <header>
        <strong>{t("console.remote_control.figures")}</strong>
        <CloseButton
          variant="transparent"
          c="white"
          aria-label={t("console.remote_control.figures_close")}
          onClick={close}
        />
      </header>
      <dl>
        <dt>{t("console.remote_control.figures_age")}</dt>
        <dd>{still ? "–" : `${number(rates.glassMs)} ms`}</dd>
        <dt>{t("console.remote_control.figures_fps")}</dt>
        <dd>{number(rates.fps)}</dd>
        <dt>{t("console.remote_control.figures_rate")}</dt>
        <dd>{number(rates.kbits)} kbit/s</dd>
        <dt>{t("console.remote_control.figures_line")}</dt>
        <dd>{number(rates.lineMbits, 1)} Mbit/s</dd>
      </dl>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("console.remote_control.figures_way")}</th>
            <th scope="col">{t("console.remote_control.figures_share")}</th>
            <th scope="col">kbit/s</th>
          </tr>
        </thead>
        <tbody>
          {SentAsValues.map((way) => (
            <tr key={way}>
              <th scope="row">{t(`console.remote_control.figures_${way}`)}</th>
              <td>{number(rates.ways[way].percent)} %</td>
              <td>{number(rates.ways[way].kbits)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
