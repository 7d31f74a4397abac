// Whom the draft would have reached, on the shop's own past orders, and what became of those lines.
import {
  Accordion,
  Alert,
  Button,
  Card,
  FileButton,
  Group,
  NumberInput,
  Progress,
  SegmentedControl,
  Select,
  Stack,
  Text,
} from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { IconPlayerPlay, IconUpload } from "@tabler/icons-react";
import type { OrdersPreview, RuleDocument } from "cartnudge/authoring";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { useLive } from "../api/rules";
import { loadAuthoring } from "../authoring/load";
import { useDraft } from "../draft/DraftProvider";
import { PageTitle } from "../parts/PageTitle";
import { Loading } from "../parts/states";
import { useWords } from "../words/useWords";
import { ColumnsForm } from "./ColumnsForm";
import { guessed, missing, noColumns, toMapping, type Columns } from "./mapping";
import { sizeWords, useOrdersFile } from "./OrdersFile";
import type { Source } from "./protocol";
import { Report } from "./Report";
import { cancel, start, useRunning, type Running } from "./running";

/** As much of a file as its columns and first rows are surely in. */
const BEGINNING = 256 << 10;
/** Days until an order without a known return counts as kept. */
const LAG = 31;

/** What was chosen; kept while other pages are open. */
interface Chosen {
  file: File | undefined;
  useServer: boolean;
  preview: OrdersPreview | undefined;
  /** Which file the preview is of. */
  previewOf: string | undefined;
  columns: Columns;
  which: "draft" | "live";
  lag: number;
  from: string | null;
  until: string | null;
}

let remembered: Chosen = {
  file: undefined,
  useServer: true,
  preview: undefined,
  previewOf: undefined,
  columns: noColumns,
  which: "draft",
  lag: LAG,
  from: null,
  until: null,
};

function useChosen(): [Chosen, (change: Partial<Chosen>) => void] {
  const [chosen, setChosen] = useState(remembered);
  const change = (next: Partial<Chosen>) => {
    remembered = { ...remembered, ...next };
    setChosen(remembered);
  };
  return [chosen, change];
}

export default function SimulatePage() {
  const t = useWords();
  const draft = useDraft();
  const live = useLive();
  const server = useOrdersFile();
  const running = useRunning();
  const [chosen, choose] = useChosen();
  const [params] = useSearchParams();
  const useServer = chosen.useServer && Boolean(server.data);
  usePreview(chosen, useServer, choose);
  if (!draft.content || live.isPending || server.isPending) return <Loading />;
  const lacking = chosen.preview ? missing(chosen.preview, chosen.columns) : [];
  const isReady = chosen.preview !== undefined && lacking.length === 0;
  const go = () => {
    const source: Source | undefined = useServer ? { url: "/v1/orders" } : chosen.file && { file: chosen.file };
    const rules = chosen.which === "draft" ? draft.content?.document : live.data?.document;
    if (!source || !rules) return;
    const against: RuleDocument | undefined = chosen.which === "draft" ? live.data?.document : undefined;
    start(
      {
        source,
        options: {
          rules,
          ...(against ? { against } : {}),
          mapping: toMapping(chosen.columns),
          outcome_lag_days: chosen.lag,
          ...(chosen.from ? { from: chosen.from } : {}),
          ...(chosen.until ? { until: chosen.until } : {}),
        },
      },
      {
        file: useServer ? (server.data?.name ?? "") : (chosen.file?.name ?? ""),
        rules: chosen.which,
        against: against ? "live" : undefined,
        lag: chosen.lag,
      },
    );
  };
  return (
    <>
      <PageTitle
        title={t("nav.simulate")}
        about={t("simulate.about")}
        actions={
          running.status === "running" ? (
            <Button variant="default" onClick={cancel}>
              {t("cancel")}
            </Button>
          ) : (
            <Button leftSection={<IconPlayerPlay size={18} aria-hidden />} onClick={go} disabled={!isReady}>
              {t("simulate.do")}
            </Button>
          )
        }
      />
      <Stack gap="md">
        <Setup chosen={chosen} choose={choose} useServer={useServer} hasLive={live.data !== null} />
        <State running={running} focus={params.get("rule")} isReady={isReady} />
      </Stack>
    </>
  );
}

/** The chosen file's columns. */
function usePreview(
  { file, preview: known, previewOf }: Chosen,
  useServer: boolean,
  choose: (change: Partial<Chosen>) => void,
) {
  const server = useOrdersFile().data;
  const stamp = useServer
    ? `${server?.name} ${server?.uploaded_at}`
    : file && `${file.name} ${file.lastModified} ${file.size}`;
  useEffect(() => {
    let isCurrent = true;
    const look = async () => {
      const [{ previewOrders }, first] = await Promise.all([
        loadAuthoring(),
        useServer ? beginning() : file?.slice(0, BEGINNING).arrayBuffer(),
      ]);
      if (!first || !isCurrent) return;
      const preview = previewOrders(new Uint8Array(first), 5);
      choose({ preview, previewOf: stamp, columns: guessed(preview) });
    };
    // What was corrected in its columns stays while other pages are open.
    if (stamp === undefined || (known && previewOf === stamp)) return undefined;
    void look();
    return () => {
      isCurrent = false;
    };
  }, [stamp]);
}

/** The first bytes of the server's file; the rest isn't fetched. */
async function beginning(): Promise<ArrayBuffer> {
  const aborter = new AbortController();
  const answer = await fetch("/v1/orders", { signal: aborter.signal });
  if (!answer.body) return new ArrayBuffer(0);
  const reader = answer.body.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  while (length < BEGINNING) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
  }
  aborter.abort();
  return new Blob(parts).slice(0, BEGINNING).arrayBuffer();
}

interface SetupProps {
  chosen: Chosen;
  choose(change: Partial<Chosen>): void;
  useServer: boolean;
  hasLive: boolean;
}

function Setup({ chosen, choose, useServer, hasLive }: SetupProps) {
  const t = useWords();
  const server = useOrdersFile().data;
  const take = (file: File | null) => file && choose({ file, useServer: false, preview: undefined });
  return (
    <Card
      withBorder
      padding="lg"
      component="section"
      aria-label={t("simulate.setup")}
      onDragOver={(event: React.DragEvent) => event.preventDefault()}
      onDrop={(event: React.DragEvent) => {
        event.preventDefault();
        take(event.dataTransfer.files[0] ?? null);
      }}
      style={{ overflow: "visible" }}
    >
      <Stack gap="md">
        <Group gap="md" align="flex-end">
          {server && (
            <SegmentedControl
              aria-label={t("simulate.source")}
              data={[
                { value: "server", label: t("simulate.source.server") },
                { value: "file", label: t("simulate.source.file") },
              ]}
              value={useServer ? "server" : "file"}
              onChange={(value) => choose({ useServer: value === "server", preview: undefined })}
            />
          )}
          {useServer && server ? (
            <Text size="sm">{t("simulate.file", { name: server.name, size: sizeWords(server.bytes, t.locale) })}</Text>
          ) : (
            <FileButton onChange={take} accept=".csv,.gz,text/csv,application/gzip">
              {(props) => (
                <Button {...props} variant="default" leftSection={<IconUpload size={16} aria-hidden />}>
                  {chosen.file
                    ? t("simulate.file", { name: chosen.file.name, size: sizeWords(chosen.file.size, t.locale) })
                    : t("simulate.choose")}
                </Button>
              )}
            </FileButton>
          )}
          <Select
            label={t("simulate.which")}
            data={[
              { value: "draft", label: t(hasLive ? "simulate.which.draft-against" : "simulate.which.draft") },
              ...(hasLive ? [{ value: "live", label: t("simulate.which.live") }] : []),
            ]}
            value={chosen.which}
            onChange={(which) => which && choose({ which: which as Chosen["which"] })}
            allowDeselect={false}
            w={280}
          />
        </Group>
        {chosen.preview && (
          <Accordion
            variant="contained"
            keepMounted={false}
            defaultValue={missing(chosen.preview, chosen.columns).length > 0 ? "columns" : null}
          >
            <Accordion.Item value="columns">
              <Accordion.Control>{t("simulate.columns", { columns: chosen.preview.columns.length })}</Accordion.Control>
              <Accordion.Panel>
                <ColumnsForm
                  preview={chosen.preview}
                  value={chosen.columns}
                  onChange={(columns) => choose({ columns })}
                />
              </Accordion.Panel>
            </Accordion.Item>
            <Accordion.Item value="period">
              <Accordion.Control>{t("simulate.period")}</Accordion.Control>
              <Accordion.Panel>
                <Period chosen={chosen} choose={choose} />
              </Accordion.Panel>
            </Accordion.Item>
          </Accordion>
        )}
      </Stack>
    </Card>
  );
}

function Period({ chosen, choose }: Pick<SetupProps, "chosen" | "choose">) {
  const t = useWords();
  return (
    <Group gap="md" align="flex-start">
      <NumberInput
        label={t("simulate.lag")}
        description={t("simulate.lag.help")}
        value={chosen.lag}
        onChange={(lag) => choose({ lag: lag === "" ? LAG : Number(lag) })}
        min={0}
        max={365}
        maw={320}
      />
      <DatePickerInput
        label={t("simulate.from")}
        description={t("simulate.from.help")}
        value={chosen.from}
        onChange={(from) => choose({ from })}
        clearable
        clearButtonProps={{ "aria-label": t("simulate.column.clear") }}
        w={220}
      />
      <DatePickerInput
        label={t("simulate.until")}
        description={t("simulate.until.help")}
        value={chosen.until}
        onChange={(until) => choose({ until })}
        clearable
        clearButtonProps={{ "aria-label": t("simulate.column.clear") }}
        w={220}
      />
    </Group>
  );
}

function State({ running, focus, isReady }: { running: Running; focus: string | null; isReady: boolean }) {
  const t = useWords();
  if (running.status === "running") return <Advancing running={running} />;
  if (running.status === "failed") {
    return (
      <Alert color="red" role="alert" title={t("simulate.failed")}>
        {running.diagnostics.length > 0
          ? running.diagnostics.map(({ pointer, message, help }) => (
              <Text key={`${pointer} ${message}`} size="sm">
                {message}; {help}
              </Text>
            ))
          : running.message}
      </Alert>
    );
  }
  if (running.status === "done")
    return <Report report={running.report} about={running.about} seconds={running.seconds} focus={focus} />;
  return <Text c="dimmed">{t(isReady ? "simulate.ready" : "simulate.teach")}</Text>;
}

function Advancing({ running: { advance, elapsed } }: { running: Extract<Running, { status: "running" }> }) {
  const t = useWords();
  const isDeciding = (advance?.carts ?? 0) > 0;
  const read = advance && advance.of > 0 ? advance.bytes / advance.of : 0;
  // Reading takes about half of the time.
  const share = isDeciding && advance ? 0.5 + (0.5 * advance.decided) / advance.carts : 0.5 * read;
  const left = share > 0.05 ? (elapsed / share) * (1 - share) : undefined;
  return (
    <Stack gap="xs" role="status">
      <Progress value={share * 100} animated aria-label={t("simulate.progress")} />
      <Text size="sm" className="numbers">
        {isDeciding && advance
          ? t("simulate.deciding", { decided: advance.decided, carts: advance.carts })
          : t("simulate.reading", { rows: advance?.rows ?? 0 })}{" "}
        {left !== undefined && t("simulate.left", { seconds: Math.ceil(left / 1_000) })}
      </Text>
    </Stack>
  );
}
