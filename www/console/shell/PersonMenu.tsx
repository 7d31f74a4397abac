// Who is signed in, the console's language and look, and the way out.
import { ActionIcon, Menu, Text, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { IconCheck, IconDeviceDesktop, IconLogout, IconMoon, IconSun, IconUserCircle } from "@tabler/icons-react";
import { Link } from "react-router";
import { useSession, useSignOut } from "../api/session";
import { tellProblem } from "../parts/tell";
import { languageNames, languages, type WordId } from "../words/catalogue";
import { useWords } from "../words/useWords";
import { useLanguage } from "../words/WordsProvider";

const schemes = [
  { scheme: "auto", word: "look.auto", icon: IconDeviceDesktop },
  { scheme: "light", word: "look.light", icon: IconSun },
  { scheme: "dark", word: "look.dark", icon: IconMoon },
] as const satisfies { scheme: MantineColorScheme; word: WordId; icon: unknown }[];

export function PersonMenu() {
  const t = useWords();
  const person = useSession().data?.person;
  const signOut = useSignOut();
  const { language, choose } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const chosen = <IconCheck size={16} aria-hidden />;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t("person.menu")}>
          <IconUserCircle size={22} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
            {person?.name}
          </Text>
          <Text size="xs" truncate>
            {person && `${person.email} · ${t(`role.${person.role}`)}`}
          </Text>
        </Menu.Label>
        <Menu.Item component={Link} to="/settings/account">
          {t("person.account")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t("language")}</Menu.Label>
        {languages.map((one) => (
          <Menu.Item
            key={one}
            lang={one}
            onClick={() => choose(one)}
            rightSection={one === language && chosen}
            aria-current={one === language}
          >
            {languageNames[one]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t("look")}</Menu.Label>
        {schemes.map(({ scheme, word, icon: Icon }) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon size={16} aria-hidden />}
            onClick={() => setColorScheme(scheme)}
            rightSection={scheme === colorScheme && chosen}
            aria-current={scheme === colorScheme}
          >
            {t(word)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() => void signOut().catch((error: unknown) => tellProblem(t("sign-out.failed"), error))}
        >
          {t("sign-out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
