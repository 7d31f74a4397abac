// Times of a schedule, as pickers hold them and as documents do.

/** A time of the shop's clock: what the pickers are for. Others name a fixed moment, and are edited as text. */
const wallClock = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2}))?)?$/;

/** For the picker, `YYYY-MM-DD HH:mm:ss`; undefined for a fixed moment. */
export function toPicker(time: string | number | undefined): string | null | undefined {
  if (time === undefined) return null;
  const found = typeof time === "string" ? wallClock.exec(time.trim()) : null;
  if (!found) return undefined;
  const [, day, minute = "00:00", second = "00"] = found;
  return `${day} ${minute}:${second}`;
}

/** For the document: `2026-11-01`, or `2026-11-01T09:30` where it isn't midnight. */
export function fromPicker(text: string | null): string | undefined {
  const found = text === null ? null : wallClock.exec(text);
  if (!found) return undefined;
  const [, day, minute = "00:00", second = "00"] = found;
  if (minute === "00:00" && second === "00") return day;
  return second === "00" ? `${day}T${minute}` : `${day}T${minute}:${second}`;
}

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof weekdays)[number];

/** The name of a day in a language: the week of 2024-01-01 begins on a Monday. */
export function weekdayName(day: Weekday, locale: string): string {
  const date = new Date(Date.UTC(2024, 0, 1 + weekdays.indexOf(day)));
  return new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" }).format(date);
}
