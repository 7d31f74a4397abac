import { PageTitle } from "../parts/PageTitle";

export default function EditorPage() {
  return <PageTitle title="EditorPage" />;
}
