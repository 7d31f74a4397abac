// Who may sign in, and what each may do.
import {
  ActionIcon,
  Badge,
  Button,
  Group,
  Menu,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
  VisuallyHidden,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { modals } from "@mantine/modals";
import { IconDots } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../api/client";
import { isProblem } from "../api/problem";
import { useSession } from "../api/session";
import { roles, type Person, type Role } from "../api/types";
import { ErrorState, Loading } from "../parts/states";
import { tellDone, tellProblem } from "../parts/tell";
import { useWords } from "../words/useWords";
import { OneTime } from "./OneTime";

interface Listed extends Person {
  joined: boolean;
  created_at: string;
}

const key = ["people"];

interface Link {
  name: string;
  url: string;
}

export function People() {
  const t = useWords();
  const queries = useQueryClient();
  const people = useQuery({
    queryKey: key,
    queryFn: async () => (await ask<{ people: Listed[] }>("/v1/people")).people,
  });
  const [link, setLink] = useState<Link>();
  const refresh = () => queries.invalidateQueries({ queryKey: key });
  if (people.isPending) return <Loading />;
  if (people.isError) return <ErrorState error={people.error} retry={() => void people.refetch()} />;
  return (
    <Stack gap="lg">
      {link && (
        <OneTime
          title={t("settings.link", { name: link.name })}
          help={t("settings.link.help")}
          text={link.url}
          onClose={() => setLink(undefined)}
        />
      )}
      <Table.ScrollContainer minWidth={520} type="native">
        <Table verticalSpacing="sm" aria-label={t("settings.people")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("name")}</Table.Th>
              <Table.Th>{t("settings.role")}</Table.Th>
              <Table.Th>
                <VisuallyHidden>{t("settings.more")}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {people.data.map((person) => (
              <PersonRow key={person.id} person={person} onLink={setLink} refresh={refresh} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Invite onLink={setLink} refresh={refresh} />
      <Stack gap={4}>
        <Title order={2} size="h5">
          {t("settings.roles")}
        </Title>
        {roles.map((role) => (
          <Text key={role} size="sm">
            <b>{t(`role.${role}`)}</b>: {t(`settings.role.${role}`)}
          </Text>
        ))}
      </Stack>
    </Stack>
  );
}

interface RowProps {
  person: Listed;
  onLink(link: Link): void;
  refresh(): Promise<void>;
}

function PersonRow({ person, onLink, refresh }: RowProps) {
  const t = useWords();
  const self = useSession().data?.person.id === person.id;
  const path = `/v1/people/${encodeURIComponent(person.id)}`;
  const attempt = async (title: string, action: () => Promise<unknown>) => {
    try {
      await action();
    } catch (error) {
      tellProblem(title, error);
    } finally {
      await refresh();
    }
  };
  const change = (role: Role) =>
    attempt(t("settings.role.failed", { name: person.name }), () => ask(path, { method: "PATCH", body: { role } }));
  const newLink = () =>
    attempt(t("settings.link.failed"), async () => {
      const { link } = await ask<{ link: string }>(`${path}/link`, { method: "POST" });
      onLink({ name: person.name, url: link });
    });
  const remove = () =>
    modals.openConfirmModal({
      title: t("settings.remove.title", { name: person.name }),
      children: t("settings.remove.about"),
      labels: { confirm: t("settings.remove"), cancel: t("cancel") },
      confirmProps: { color: "red" },
      closeButtonProps: { "aria-label": t("close") },
      onConfirm: () =>
        void attempt(t("settings.remove.failed", { name: person.name }), async () => {
          await ask(path, { method: "DELETE" });
          tellDone(t("settings.remove.done", { name: person.name }));
        }),
    });
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="xs">
          <Text fw={500}>{person.name}</Text>
          {self && (
            <Badge variant="light" color="gray" tt="none" autoContrast>
              {t("settings.you")}
            </Badge>
          )}
          {!person.joined && (
            <Badge variant="light" color="yellow" tt="none" autoContrast>
              {t("settings.invited")}
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {person.email}
        </Text>
      </Table.Td>
      <Table.Td w={190}>
        <Select
          aria-label={t("settings.role.of", { name: person.name })}
          data={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
          value={person.role}
          onChange={(role) => role && void change(role as Role)}
          allowDeselect={false}
        />
      </Table.Td>
      <Table.Td w={48}>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={t("settings.more.of", { name: person.name })}>
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => void newLink()}>
              {t(person.joined ? "settings.link.reset" : "settings.link.again")}
            </Menu.Item>
            <Menu.Item color="red" onClick={remove}>
              {t("settings.remove")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Table.Td>
    </Table.Tr>
  );
}

function Invite({ onLink, refresh }: Omit<RowProps, "person">) {
  const t = useWords();
  const [error, setError] = useState<unknown>();
  const form = useForm<{ name: string; email: string; role: Role }>({
    initialValues: { name: "", email: "", role: "editor" },
  });
  const submit = form.onSubmit(async (values) => {
    setError(undefined);
    try {
      const { link } = await ask<{ link: string }>("/v1/people", { method: "POST", body: values });
      onLink({ name: values.name, url: link });
      form.reset();
      await refresh();
    } catch (problem) {
      const field = isProblem(problem) ? problem.about.pointer?.slice(1) : undefined;
      if (isProblem(problem) && field !== undefined && field in form.values)
        form.setFieldError(field, `${problem.about.detail}; ${problem.about.help}`);
      else setError(problem);
    }
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Title order={2} size="h5">
          {t("settings.invite")}
        </Title>
        {error !== undefined && <ErrorState error={error} />}
        <Group align="flex-start" gap="sm">
          <TextInput label={t("name")} required withAsterisk={false} flex="1 1 160px" {...form.getInputProps("name")} />
          <TextInput
            label={t("email")}
            type="email"
            required
            withAsterisk={false}
            flex="1 1 200px"
            {...form.getInputProps("email")}
          />
          <Select
            label={t("settings.role")}
            data={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
            allowDeselect={false}
            w={170}
            {...form.getInputProps("role")}
          />
        </Group>
        <Button type="submit" loading={form.submitting} w="fit-content">
          {t("settings.invite.do")}
        </Button>
      </Stack>
    </form>
  );
}
