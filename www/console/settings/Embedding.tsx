// What a shop's developers need: the lines of the page, the rules' key, and the secret with which its backend vouches for customers.
import { Button, Code, CopyButton, Group, Stack, Text, Title } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { ask } from "../api/client";
import { ErrorState, Loading } from "../parts/states";
import { tellDone, tellProblem } from "../parts/tell";
import { useWords } from "../words/useWords";

interface Secret {
  secret: string;
  /** One from the environment is changed there. */
  from: "environment" | "database";
}

const key = ["signals-secret"];

export function Embedding() {
  const t = useWords();
  const rulesKey = useQuery({ queryKey: ["rules-key"], queryFn: () => ask<{ public_key: string }>("/v1/rules/key") });
  if (rulesKey.isPending) return <Loading />;
  if (rulesKey.isError) return <ErrorState error={rulesKey.error} retry={() => void rulesKey.refetch()} />;
  return (
    <Stack gap="xl">
      <Part title={t("settings.embed")} about={t("settings.embed.about")}>
        <Sample code={embed(location.origin, rulesKey.data.public_key)} label={t("settings.embed")} />
      </Part>
      <SignalsSecret />
    </Stack>
  );
}

/** Ten lines that mount cartnudge on this server. */
function embed(server: string, publicKey: string): string {
  return `import { mount } from "cartnudge";

const nudge = await mount({
  rules: "${server}/v1/rules",
  rulesStream: "${server}/v1/rules/stream",
  rulesKey: "${publicKey}",
  signals: () => fetch("/my-signals").then((answer) => (answer.ok ? answer.json() : null)),
  products: ["json-ld", "${server}/v1/products?item_ids=" + idsInCart.join()],
  telemetry: { url: "${server}/v1/events" },
  sources: ["ga4"],
});`;
}

const node = `import jwt from "jsonwebtoken";

const token = jwt.sign({}, secret, { subject: customerId, audience: "cartnudge", expiresIn: 300 });
const signals = await fetch(server + "/v1/signals/" + encodeURIComponent(customerId), {
  headers: { authorization: "Bearer " + token },
});`;

const python = `import jwt, time  # PyJWT

now = int(time.time())
claims = {"sub": customer_id, "aud": "cartnudge", "iat": now, "exp": now + 300}
token = jwt.encode(claims, secret, "HS256")`;

function SignalsSecret() {
  const t = useWords();
  const queries = useQueryClient();
  const [isShown, setShown] = useState(false);
  const secret = useQuery({
    queryKey: key,
    queryFn: () => ask<Secret>("/v1/settings/signals-secret"),
    enabled: isShown,
  });
  const renew = () =>
    modals.openConfirmModal({
      title: t("settings.secret.renew.title"),
      children: t("settings.secret.renew.about"),
      labels: { confirm: t("settings.secret.renew"), cancel: t("cancel") },
      closeButtonProps: { "aria-label": t("close") },
      onConfirm: () =>
        void ask<Secret>("/v1/settings/signals-secret", { method: "POST" })
          .then((next) => {
            queries.setQueryData(key, next);
            setShown(true);
            tellDone(t("settings.secret.renewed"));
          })
          .catch((error: unknown) => tellProblem(t("settings.secret.renew.failed"), error)),
    });
  return (
    <Part title={t("settings.secret")} about={t("settings.secret.about")}>
      <Stack gap="sm">
        {isShown && secret.isError && <ErrorState error={secret.error} />}
        {isShown && secret.data && <Sample code={secret.data.secret} label={t("settings.secret")} />}
        {secret.data?.from === "environment" && <Text size="sm">{t("settings.secret.environment")}</Text>}
        <Group gap="sm">
          {!isShown && (
            <Button variant="default" onClick={() => setShown(true)}>
              {t("settings.secret.show")}
            </Button>
          )}
          {secret.data?.from !== "environment" && (
            <Button variant="default" onClick={renew}>
              {t("settings.secret.renew")}
            </Button>
          )}
        </Group>
        <Text size="sm" fw={600} mt="sm">
          Node
        </Text>
        <Sample code={node} label="Node" />
        <Text size="sm" fw={600}>
          Python
        </Text>
        <Sample code={python} label="Python" />
      </Stack>
    </Part>
  );
}

function Part({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text size="sm" c="dimmed" mb="sm" maw={720}>
        {about}
      </Text>
      {children}
    </section>
  );
}

function Sample({ code, label }: { code: string; label: string }) {
  const t = useWords();
  return (
    <Stack gap={6} maw={820}>
      <Code block tabIndex={0} aria-label={label} style={{ overflow: "auto" }}>
        {code}
      </Code>
      <CopyButton value={code}>
        {({ copied, copy }) => (
          <Button
            size="compact-sm"
            variant="default"
            w="fit-content"
            onClick={copy}
            aria-label={t("settings.copy.what", { what: label })}
          >
            {t(copied ? "settings.copied" : "settings.copy")}
          </Button>
        )}
      </CopyButton>
    </Stack>
  );
}
