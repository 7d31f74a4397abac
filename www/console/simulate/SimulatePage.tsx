import { PageTitle } from "../parts/PageTitle";

export default function SimulatePage() {
  return <PageTitle title="SimulatePage" />;
}
