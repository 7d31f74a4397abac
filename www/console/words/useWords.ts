// Words, numbers and times in the console's language.
import { useMemo } from "react";
import { useIntl } from "react-intl";
import type { WordId } from "./catalogue";

/** What stands in a text's places. */
export type Values = Record<string, string | number | boolean | Date | null | undefined>;

export interface Speaker {
  (id: WordId, values?: Values): string;
  /** BCP 47. */
  locale: string;
  number(value: number, options?: Intl.NumberFormatOptions): string;
  /** A share of 0 to 1, as `12.3 %`. */
  percent(share: number, digits?: number): string;
  /** An amount in major units. */
  money(amount: number, currency: string, options?: Intl.NumberFormatOptions): string;
  /** Day and time of an RFC 3339 text or of milliseconds. */
  time(at: string | number): string;
  day(at: string | number): string;
  /** `5 minutes ago`, `in 2 days`. */
  ago(at: string | number): string;
  list(items: string[]): string;
}

const spans: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** `const t = useWords(); t("save")` */
export function useWords(): Speaker {
  const intl = useIntl();
  return useMemo(() => {
    const say = (id: WordId, values?: Values) => intl.formatMessage({ id }, values);
    return Object.assign(say, {
      locale: intl.locale,
      number: (value: number, options?: Intl.NumberFormatOptions) =>
        new Intl.NumberFormat(intl.locale, options).format(value),
      percent: (share: number, digits = 1) => {
        // Nothing is certain, or impossible, by rounding.
        const shown = share > 0 && share < 1 ? Math.min(Math.max(share, 0.001), 0.999) : share;
        const isExtreme = shown !== 0 && shown !== 1 && (shown > 0.995 || shown < 0.005);
        const maximumFractionDigits = isExtreme ? Math.max(digits, 1) : digits;
        return new Intl.NumberFormat(intl.locale, { style: "percent", maximumFractionDigits }).format(shown);
      },
      money: (amount: number, currency: string, options?: Intl.NumberFormatOptions) =>
        new Intl.NumberFormat(intl.locale, { style: "currency", currency, ...options }).format(amount),
      time: (at: string | number) =>
        new Intl.DateTimeFormat(intl.locale, { dateStyle: "medium", timeStyle: "short" }).format(new Date(at)),
      day: (at: string | number) => new Intl.DateTimeFormat(intl.locale, { dateStyle: "medium" }).format(new Date(at)),
      ago: (at: string | number) => {
        const distance = new Date(at).getTime() - Date.now();
        const [unit, span] = spans.find(([, one]) => Math.abs(distance) >= one) ?? ["minute", 60_000];
        return new Intl.RelativeTimeFormat(intl.locale, { numeric: "auto" }).format(Math.trunc(distance / span), unit);
      },
      list: (items: string[]) => new Intl.ListFormat(intl.locale, { type: "conjunction" }).format(items),
    });
  }, [intl]);
}
