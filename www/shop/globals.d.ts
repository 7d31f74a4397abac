interface Window {
  dataLayer: Record<string, unknown>[];
}
declare module "*.css";
