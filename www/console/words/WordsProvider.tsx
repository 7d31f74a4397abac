// The console's language: chosen by the person, else the browser's, else English.
import { DatesProvider } from "@mantine/dates";
import { useLocalStorage } from "@mantine/hooks";
import "dayjs/locale/de";
import { createContext, useContext, useEffect, useMemo, type ReactNode } from "react";
import { IntlProvider } from "react-intl";
import { catalogue, languages, type Language } from "./catalogue";

interface Choice {
  language: Language;
  choose(language: Language): void;
}

const ChoiceContext = createContext<Choice | null>(null);

function preferred(): Language {
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return spoken.flatMap((tag) => languages.find((language) => language === tag) ?? [])[0] ?? "en";
}

export function WordsProvider({ children }: { children: ReactNode }) {
  const [stored, choose] = useLocalStorage<Language | null>({
    key: "cartnudge-console:language",
    defaultValue: null,
    getInitialValueInEffect: false,
  });
  const language = stored && languages.includes(stored) ? stored : preferred();
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choice = useMemo(() => ({ language, choose }), [language, choose]);
  return (
    <ChoiceContext value={choice}>
      <IntlProvider locale={language} defaultLocale="en" messages={catalogue[language]}>
        <DatesProvider settings={{ locale: language, firstDayOfWeek: 1 }}>{children}</DatesProvider>
      </IntlProvider>
    </ChoiceContext>
  );
}

export function useLanguage(): Choice {
  const choice = useContext(ChoiceContext);
  if (!choice) throw new Error("useLanguage is used outside WordsProvider");
  return choice;
}
