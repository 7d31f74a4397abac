import { PageTitle } from "../parts/PageTitle";

export default function VersionPage() {
  return <PageTitle title="VersionPage" />;
}
