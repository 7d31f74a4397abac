import { PageTitle } from "../parts/PageTitle";

export default function RulesPage() {
  return <PageTitle title="RulesPage" />;
}
