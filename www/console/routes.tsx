// Which page is at which address. Pages are loaded when first opened.
import { createBrowserRouter, Navigate, type RouteObject } from "react-router";
import { NotFound, PageFault } from "./shell/PageFault";
import { Shell } from "./shell/Shell";
import { SignedIn } from "./welcome/SignedIn";
import { WelcomePage } from "./welcome/WelcomePage";

type Page = () => Promise<{ default: React.ComponentType }>;

const page = (path: string, load: Page): RouteObject => ({
  path,
  lazy: async () => ({ Component: (await load()).default }),
});

export const router = createBrowserRouter(
  [
    { path: "welcome", element: <WelcomePage />, errorElement: <PageFault /> },
    {
      element: <SignedIn />,
      errorElement: <PageFault />,
      hydrateFallbackElement: <></>,
      children: [
        {
          element: <Shell />,
          children: [
            {
              errorElement: <PageFault />,
              children: [
                { index: true, element: <Navigate to="/rules" replace /> },
                page("rules", () => import("./rules/RulesPage")),
                page("rules/:ruleId", () => import("./editor/EditorPage")),
                page("try", () => import("./try/TryPage")),
                page("try/check", () => import("./try/CheckPage")),
                page("simulate", () => import("./simulate/SimulatePage")),
                page("results", () => import("./results/ResultsPage")),
                page("publish", () => import("./publish/PublishPage")),
                page("publish/history", () => import("./publish/HistoryPage")),
                page("publish/history/:version", () => import("./publish/VersionPage")),
                page("settings/:section?", () => import("./settings/SettingsPage")),
                { path: "*", element: <NotFound /> },
              ],
            },
          ],
        },
      ],
    },
  ],
  { basename: "/console" },
);
