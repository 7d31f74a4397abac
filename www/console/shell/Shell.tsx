// What every page stands in: navigation, the draft's state, undo, who is signed in.
import { ActionIcon, AppShell, Burger, Group, NavLink, ScrollArea, Text, Tooltip } from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconChartBar,
  IconFlask,
  IconListCheck,
  IconPlayerPlay,
  IconSend,
  IconSettings,
} from "@tabler/icons-react";
import { Suspense, useEffect, useRef } from "react";
import { Link, Outlet, ScrollRestoration, useLocation, useNavigate } from "react-router";
import { DraftProvider, useDraft } from "../draft/DraftProvider";
import { ContradictionDialog } from "../draft/ContradictionDialog";
import { JoinedNotice } from "../draft/JoinedNotice";
import { Loading } from "../parts/states";
import type { WordId } from "../words/catalogue";
import { useWords } from "../words/useWords";
import { DraftStatus } from "./DraftStatus";
import { KillSwitchBanner } from "./KillSwitchBanner";
import { PersonMenu } from "./PersonMenu";
import { Shortcuts, useGoTo } from "./Shortcuts";

const pages = [
  { to: "/rules", word: "nav.rules", icon: IconListCheck },
  { to: "/try", word: "nav.try", icon: IconFlask },
  { to: "/simulate", word: "nav.simulate", icon: IconPlayerPlay },
  { to: "/results", word: "nav.results", icon: IconChartBar },
  { to: "/publish", word: "nav.publish", icon: IconSend },
  { to: "/settings", word: "nav.settings", icon: IconSettings },
] as const satisfies { to: string; word: WordId; icon: unknown }[];

export function Shell() {
  return (
    <DraftProvider>
      <Frame />
    </DraftProvider>
  );
}

function Frame() {
  const t = useWords();
  const [isOpen, menu] = useDisclosure(false);
  const { pathname } = useLocation();
  useGoTo(useNavigate());
  useFocusOnPage(pathname, menu.close);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 208, breakpoint: "sm", collapsed: { mobile: !isOpen } }}
      padding={{ base: "md", md: "xl" }}
    >
      <a className="skip" href="#main">
        {t("skip")}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={menu.toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={isOpen ? t("menu.close") : t("menu.open")}
            />
            <Text component={Link} to="/rules" fw={700} c="inherit" td="none" size="lg">
              cartnudge
            </Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <DraftStatus />
            <UndoButtons />
            <PersonMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs">
        <ScrollArea component="nav" aria-label={t("nav")}>
          {pages.map(({ to, word, icon: Icon }) => (
            <NavLink
              key={to}
              component={Link}
              to={to}
              label={t(word)}
              leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
              active={pathname.startsWith(to)}
              aria-current={pathname.startsWith(to) ? "page" : undefined}
              my={2}
              style={{ borderRadius: "var(--mantine-radius-md)" }}
            />
          ))}
        </ScrollArea>
        <Shortcuts />
      </AppShell.Navbar>
      <AppShell.Main id="main">
        <KillSwitchBanner />
        <JoinedNotice />
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </AppShell.Main>
      <ContradictionDialog />
      <ScrollRestoration />
    </AppShell>
  );
}

/** A new page is read from its heading on, and the narrow menu goes. */
function useFocusOnPage(pathname: string, closeMenu: () => void) {
  const isFirst = useRef(true);
  useEffect(() => {
    closeMenu();
    if (!isFirst.current) document.getElementById("page-title")?.focus({ preventScroll: true });
    isFirst.current = false;
    // Only another address is another page.
  }, [pathname]);
}

function UndoButtons() {
  const t = useWords();
  const { undo, redo, undoStep, redoStep } = useDraft();
  useHotkeys([
    ["mod+Z", undoStep],
    ["mod+shift+Z", redoStep],
    ["mod+Y", redoStep],
  ]);
  return (
    <Group gap={4} wrap="nowrap">
      <StepButton
        label={t("undo")}
        tip={undo ? t("undo.what", { what: undo }) : t("undo.nothing")}
        icon={IconArrowBackUp}
        step={undo === undefined ? undefined : undoStep}
      />
      <StepButton
        label={t("redo")}
        tip={redo ? t("redo.what", { what: redo }) : t("redo.nothing")}
        icon={IconArrowForwardUp}
        step={redo === undefined ? undefined : redoStep}
      />
    </Group>
  );
}

interface StepButtonProps {
  label: string;
  tip: string;
  icon: typeof IconArrowBackUp;
  /** Missing: there is nothing to step to. The button can still be reached, to hear so. */
  step: (() => void) | undefined;
}

function StepButton({ label, tip, icon: Icon, step }: StepButtonProps) {
  return (
    <Tooltip label={tip}>
      <ActionIcon
        variant="subtle"
        color="gray"
        onClick={step}
        aria-disabled={step === undefined}
        aria-label={label}
        style={step ? {} : { opacity: 0.45, cursor: "default" }}
      >
        <Icon size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
