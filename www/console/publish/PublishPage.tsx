import { PageTitle } from "../parts/PageTitle";

export default function PublishPage() {
  return <PageTitle title="PublishPage" />;
}
