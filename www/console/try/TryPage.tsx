import { PageTitle } from "../parts/PageTitle";

export default function TryPage() {
  return <PageTitle title="TryPage" />;
}
