import { PageTitle } from "../parts/PageTitle";

export default function HistoryPage() {
  return <PageTitle title="HistoryPage" />;
}
