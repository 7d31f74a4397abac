// Settings: one's account; for admins people, tokens, embedding and the log; for everybody what holds for all rules.
import { Select, Tabs } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { ComponentType } from "react";
import { Navigate, useNavigate, useParams } from "react-router";
import { allows, useSession } from "../api/session";
import type { Role } from "../api/types";
import { PageTitle } from "../parts/PageTitle";
import { OrdersFile } from "../simulate/OrdersFile";
import { useWords } from "../words/useWords";
import type { WordId } from "../words/catalogue";
import { Account } from "./Account";
import { Audit } from "./Audit";
import { Embedding } from "./Embedding";
import { People } from "./People";
import { RulesSettings } from "./RulesSettings";
import { Tokens } from "./Tokens";

const sections = [
  { id: "account", word: "settings.account", role: "viewer", content: Account },
  { id: "rules", word: "settings.rules", role: "viewer", content: RulesSettings },
  { id: "orders", word: "settings.orders", role: "viewer", content: OrdersFile },
  { id: "people", word: "settings.people", role: "admin", content: People },
  { id: "tokens", word: "settings.tokens", role: "admin", content: Tokens },
  { id: "signals", word: "settings.embedding", role: "admin", content: Embedding },
  { id: "audit", word: "settings.audit", role: "admin", content: Audit },
] as const satisfies { id: string; word: WordId; role: Role; content: ComponentType }[];

export default function SettingsPage() {
  const t = useWords();
  const navigate = useNavigate();
  const { section } = useParams();
  const role = useSession().data?.person.role;
  const isNarrow = useMediaQuery("(max-width: 62em)", false, { getInitialValueInEffect: false });
  const shown = sections.filter((one) => allows(role, one.role));
  const chosen = shown.find(({ id }) => id === section);
  const open = (id: string | null) => id !== null && void navigate(`/settings/${id}`);
  if (!chosen) return <Navigate to="/settings/account" replace />;
  const Content = chosen.content;
  return (
    <>
      <PageTitle title={t("nav.settings")} />
      {isNarrow ? (
        <>
          <Select
            aria-label={t("settings.section")}
            data={shown.map(({ id, word }) => ({ value: id, label: t(word) }))}
            value={chosen.id}
            onChange={open}
            allowDeselect={false}
            mb="lg"
          />
          <Content />
        </>
      ) : (
        <Tabs value={chosen.id} onChange={open} keepMounted={false}>
          <Tabs.List mb="lg" aria-label={t("settings.section")}>
            {shown.map(({ id, word }) => (
              <Tabs.Tab key={id} value={id}>
                {t(word)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={chosen.id}>
            <Content />
          </Tabs.Panel>
        </Tabs>
      )}
    </>
  );
}
