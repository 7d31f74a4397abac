import { PageTitle } from "../parts/PageTitle";

export default function ResultsPage() {
  return <PageTitle title="ResultsPage" />;
}
